using System.Globalization;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep
{
    /// <summary>What a story without faults costs the flash, from the factory's first boot to its end.</summary>
    /// <param name="Scenario">The scenario.</param>
    /// <param name="Activations">Releases activated, each try counted.</param>
    /// <param name="SlotSectors">Sectors of the slots that were erased.</param>
    /// <param name="ImageSectors">Sectors of the images that were staged.</param>
    /// <param name="MostErases">Erases of the slot sector that was erased most.</param>
    /// <param name="BootErases">Erases of otadata, those of the bootloader included.</param>
    /// <param name="StateWrites">Writes of the state record.</param>
    public sealed record Wear(Scenario Scenario, int Activations, int SlotSectors, int ImageSectors, int MostErases, int BootErases, int StateWrites)
    {
        /// <summary>The head of the table of which <see cref="ToString"/> gives a row.</summary>
        public const string TableHead =
            "| scenario | activations | slot sectors erased | image sectors | most erases of one | otadata erases | record writes |\n"
            + "| --- | ---: | ---: | ---: | ---: | ---: | ---: |";

        /// <summary>Plays a scenario and counts.</summary>
        public static Wear Measure(Scenario scenario)
        {
            List<FlashOperation> log = [];
            StoryResult story = Story.Play(new SweepCase(scenario, FaultPlan.None), new StoryOptions { Log = log });
            List<int> erased = [.. log.Where(operation => operation.Kind == FlashOperationKind.Erase).Select(operation => operation.Offset)];
            List<int> slots = [.. erased.Where(offset => !SweepBoard.IsOtaData(offset) && !SweepBoard.IsState(offset))];
            int images = scenario.Set.Releases.Skip(1).Take(scenario.Offers).Sum(release => (release.Image.Length + NorFlash.SectorSize - 1) / NorFlash.SectorSize);
            return new Wear(
                scenario,
                story.History.Count(report => report.State == OtaImageState.PendingVerify),
                slots.Count,
                images,
                slots.GroupBy(offset => offset).Max(group => group.Count()),
                erased.Count(SweepBoard.IsOtaData),
                erased.Count(SweepBoard.IsState));
        }

        /// <summary>A row of a Markdown table.</summary>
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"| {Scenario.Name} | {Activations} | {SlotSectors} | {ImageSectors} | {MostErases} | {BootErases} | {StateWrites} |");
    }
}

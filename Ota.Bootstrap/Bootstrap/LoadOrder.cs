using System;

namespace NanoOta
{
    /// <summary>
    /// The assemblies of an image in an order in which the CLR can load them. A referenced assembly comes first, by the assemblies' own reference
    /// tables. On the way the object proves that the image would link here.
    /// </summary>
    /// <remarks>The CLR links by name, major and minor version (nf-interpreter, CLR_RT_TypeSystem::FindAssembly). Not thread-safe.</remarks>
    internal sealed class LoadOrder
    {
        /// <summary>
        /// Assemblies that an application may have. The CLR has places for 64 (c_MaxAssemblies) and goes down with the next one. Residents take
        /// places too, and nothing counts them.
        /// </summary>
        public const int MaxAssemblies = 32;

        private readonly PeImage[] _found = new PeImage[MaxAssemblies];

        /// <summary>Assemblies in the image.</summary>
        public int Count;

        /// <summary>The assemblies in the order to load them in, <see cref="Count"/> of them.</summary>
        public readonly PeImage[] Ordered = new PeImage[MaxAssemblies];

        /// <summary>Reads an image and finds the order.</summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>; <see cref="OtaResult.SlotImageInvalid"/> when the image is no sequence of 1 to 32 assemblies; <see cref="OtaResult.SlotReadFailed"/>;
        /// <see cref="OtaResult.AssemblyDuplicate"/>, <see cref="OtaResult.AssemblyMissing"/>, <see cref="OtaResult.AssemblyVersionMismatch"/> or
        /// <see cref="OtaResult.AssemblyCycle"/>. These four are about the refused assembly: the absent one, or one of a circle.
        /// </returns>
        public OtaOutcome Read(IAppStorage storage, string file, int imageSize, IResidents residents)
        {
            OtaOutcome outcome = OtaOutcome.Ok;
            for (int offset = 0; offset < imageSize && outcome.Code == OtaResult.Ok;)
            {
                PeImage pe = new PeImage();
                outcome = OtaOutcome.Of(Count == MaxAssemblies ? OtaResult.SlotImageInvalid : pe.Read(storage, file, offset, imageSize));
                if (outcome.Code == OtaResult.Ok)
                {
                    bool isDuplicate = Find(pe.Name) != null || residents.VersionOf(pe.Name) >= 0;
                    outcome = isDuplicate ? OtaOutcome.About(OtaResult.AssemblyDuplicate, pe.Name) : outcome;
                    _found[Count++] = pe;
                    offset += pe.PaddedLength;
                }
            }

            if (outcome.Code == OtaResult.Ok && Count == 0)
            {
                outcome = OtaOutcome.Of(OtaResult.SlotImageInvalid);
            }

            for (int i = 0; i < Count && outcome.Code == OtaResult.Ok; i++)
            {
                outcome = Link(_found[i], residents);
            }

            return outcome.Code == OtaResult.Ok ? Order() : outcome;
        }

        /// <summary>Copies bytes of the image, from an offset on, into the arrays of their assemblies (<see cref="PeImage.Bytes"/>).</summary>
        public void Take(byte[] buffer, int offset, int length)
        {
            for (int i = 0; i < Count; i++)
            {
                PeImage pe = _found[i];
                int from = offset > pe.Offset ? offset : pe.Offset;
                int to = offset + length < pe.Offset + pe.Length ? offset + length : pe.Offset + pe.Length;
                if (from < to)
                {
                    if (pe.Bytes == null)
                    {
                        pe.Bytes = new byte[pe.Length];
                    }

                    Array.Copy(buffer, from - offset, pe.Bytes, from - pe.Offset, to - from);
                }
            }
        }

        private OtaOutcome Link(PeImage pe, IResidents residents)
        {
            for (int i = 0; i < pe.References.Length; i++)
            {
                string name = pe.References[i];
                PeImage other = Find(name);
                if (other == null && !PeImage.IsNamed(name))
                {
                    continue;
                }

                int version = other != null ? other.Version : residents.VersionOf(name);
                if (version != pe.ReferenceVersions[i])
                {
                    return OtaOutcome.About(version < 0 ? OtaResult.AssemblyMissing : OtaResult.AssemblyVersionMismatch, name);
                }
            }

            return OtaOutcome.Ok;
        }

        // Each round places the first assembly whose references are placed. So there is no recursion, and one image always gives one order.
        private OtaOutcome Order()
        {
            for (int place = 0; place < Count; place++)
            {
                PeImage left = null;
                PeImage next = null;
                for (int i = Count - 1; i >= 0; i--)
                {
                    PeImage pe = _found[i];
                    if (!pe.IsPlaced)
                    {
                        left = pe;
                        next = IsReady(pe) ? pe : next;
                    }
                }

                if (next == null)
                {
                    return OtaOutcome.About(OtaResult.AssemblyCycle, left.Name);
                }

                next.IsPlaced = true;
                Ordered[place] = next;
            }

            return OtaOutcome.Ok;
        }

        private bool IsReady(PeImage pe)
        {
            for (int i = 0; i < pe.References.Length; i++)
            {
                PeImage other = Find(pe.References[i]);
                if (other != null && !other.IsPlaced)
                {
                    return false;
                }
            }

            return true;
        }

        private PeImage Find(string name)
        {
            for (int i = 0; i < Count; i++)
            {
                if (_found[i].Name == name)
                {
                    return _found[i];
                }
            }

            return null;
        }
    }
}

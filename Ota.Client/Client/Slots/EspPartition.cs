namespace NanoOta
{
    /// <summary>The app partitions that ESP-IDF's calls distinguish.</summary>
    public enum EspPartition
    {
        /// <summary>The one whose code runs (esp_ota_get_running_partition).</summary>
        Running = 0,

        /// <summary>The one that otadata chooses for the next boot (esp_ota_get_boot_partition).</summary>
        Boot = 1,

        /// <summary>The one that an update goes to (esp_ota_get_next_update_partition(NULL)).</summary>
        NextUpdate = 2,
    }
}

namespace NanoOta.Formats
{
    /// <summary>Who verifies an image. Source: ESP-IDF v5.5, esp_image_format.h (esp_image_load_mode_t).</summary>
    public enum EspImageUse
    {
        /// <summary>The bootloader, before the image starts: load addresses are judged (ESP_IMAGE_LOAD).</summary>
        Load = 0,

        /// <summary>A running application (ESP_IMAGE_VERIFY): load addresses are not judged, so an accepted image may still not start.</summary>
        Verify = 1,
    }
}

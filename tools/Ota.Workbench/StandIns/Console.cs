// nanoFramework's console, as the debugger's window and the serial port show it. In no namespace, since a name without one goes before every using.
public static class Console
{
    private static readonly object _gate = new object();
    private static string _line = "";

    public static void WriteLine()
    {
        WriteLine("");
    }

    public static void WriteLine(string value)
    {
        lock (_gate)
        {
            string line = _line + value;
            _line = "";
            NanoOta.BoardNatives.Current.WriteConsole(line);
        }
    }

    public static void Write(string value)
    {
        lock (_gate)
        {
            _line += value;
        }
    }
}

// nanoFramework's Debug. As there, a build without DEBUG has none of the calls.
public static class Debug
{
    [System.Diagnostics.Conditional("DEBUG")]
    public static void WriteLine()
    {
        Console.WriteLine();
    }

    [System.Diagnostics.Conditional("DEBUG")]
    public static void WriteLine(string text)
    {
        Console.WriteLine(text);
    }

    [System.Diagnostics.Conditional("DEBUG")]
    public static void Write(string text)
    {
        Console.Write(text);
    }

    [System.Diagnostics.Conditional("DEBUG")]
    public static void Assert(bool condition)
    {
        Assert(condition, "");
    }

    [System.Diagnostics.Conditional("DEBUG")]
    public static void Assert(bool condition, string message)
    {
        if (!condition)
        {
            Console.WriteLine("Debug.Assert failed: " + message);
        }
    }
}

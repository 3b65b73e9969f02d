using System.Collections;
using System.Text;

namespace NanoOta
{
    /// <summary>
    /// Reads JSON (RFC 8259) of the manifest's profile:
    /// - one object, with at most <see cref="MaxDepth"/> levels, and no arrays in arrays;
    /// - integers of at most 15 digits;
    /// - no \u or \/ escapes, and no string that begins with a quotation mark;
    /// - UTF-8 without characters outside the basic plane.
    /// </summary>
    /// <remarks>
    /// Two parsers that differ about signed bytes are a way in. What passes here, every parser reads alike. nanoFramework.Json accepts more, and
    /// takes three times the memory beside an application (docs/FOOTPRINT.md). Not thread-safe.
    /// </remarks>
    public sealed class JsonProfile
    {
        /// <summary>Levels of objects and arrays.</summary>
        public const int MaxDepth = 8;

        private const int MaxDigits = 15;

        private readonly byte[] _text;
        private readonly int _end;
        private int _at;
        private bool _twice;
        private object _value;
        private OtaResult _result = OtaResult.ManifestNotJson;

        private JsonProfile(byte[] text, int index, int count)
        {
            _text = text;
            _at = index;
            _end = index + count;
        }

        /// <summary>Checks the bytes of one document.</summary>
        /// <returns>The codes of <see cref="Read"/>.</returns>
        public static OtaResult Check(byte[] text, int index, int count)
        {
            return Read(text, index, count, out _);
        }

        /// <summary>Reads the bytes of one document. There are fields with <see cref="OtaResult.Ok"/> alone.</summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>, <see cref="OtaResult.ManifestNotJson"/>, <see cref="OtaResult.ManifestTooDeep"/>, or
        /// <see cref="OtaResult.FieldDuplicate"/> for a name that stands twice in an object.
        /// </returns>
        internal static OtaResult Read(byte[] text, int index, int count, out JsonFields fields)
        {
            fields = null;
            JsonProfile scan = new JsonProfile(text, index, count);
            scan.SkipSpace();
            if (scan.Peek() != '{' || !scan.Value(1, false))
            {
                return scan._result;
            }

            scan.SkipSpace();
            if (scan._at != scan._end)
            {
                return OtaResult.ManifestNotJson;
            }

            if (scan._twice)
            {
                return OtaResult.FieldDuplicate;
            }

            fields = (JsonFields)scan._value;
            return OtaResult.Ok;
        }

        private int Peek()
        {
            return _at < _end ? _text[_at] : -1;
        }

        private bool Take(int c)
        {
            if (Peek() != c)
            {
                return false;
            }

            _at++;
            return true;
        }

        private void SkipSpace()
        {
            for (; ; _at++)
            {
                int c = Peek();
                if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
                {
                    return;
                }
            }
        }

        private bool Value(int depth, bool inArray)
        {
            SkipSpace();
            int c = Peek();
            if (c == '{' || c == '[')
            {
                if (depth > MaxDepth)
                {
                    _result = OtaResult.ManifestTooDeep;
                    return false;
                }

                return c == '{' ? Members(depth) : !inArray && Elements(depth);
            }

            if (c == '"')
            {
                return Text();
            }

            if (c == '-' || (c >= '0' && c <= '9'))
            {
                return Integer();
            }

            _value = c == 't' || c == 'f' ? (object)(c == 't') : null;
            return Word(c == 't' ? "true" : c == 'f' ? "false" : "null");
        }

        private bool Members(int depth)
        {
            JsonFields fields = new JsonFields();
            _at++;
            SkipSpace();
            if (Peek() != '}')
            {
                do
                {
                    SkipSpace();
                    if (Peek() != '"' || !Text())
                    {
                        return false;
                    }

                    string name = (string)_value;
                    SkipSpace();
                    if (!Take(':') || !Value(depth + 1, false))
                    {
                        return false;
                    }

                    if (fields.Contains(name))
                    {
                        // Noted, and read on: what is no JSON at all is told as such.
                        _twice = true;
                    }

                    fields.Add(name, _value);
                    SkipSpace();
                }
                while (Take(','));
            }

            _value = fields;
            return Take('}');
        }

        private bool Elements(int depth)
        {
            ArrayList list = new ArrayList();
            _at++;
            SkipSpace();
            if (Peek() != ']')
            {
                do
                {
                    if (!Value(depth + 1, true))
                    {
                        return false;
                    }

                    list.Add(_value);
                    SkipSpace();
                }
                while (Take(','));
            }

            _value = list;
            return Take(']');
        }

        private bool Integer()
        {
            bool isNegative = Take('-');
            int first = _at;
            long number = 0;
            for (int c = Peek(); c >= '0' && c <= '9'; c = Peek())
            {
                // What has more digits than fit is refused below.
                number = (number * 10) + (c - '0');
                _at++;
            }

            _value = isNegative ? -number : number;
            int digits = _at - first;
            int next = Peek();
            return digits >= 1 && digits <= MaxDigits && (digits == 1 || _text[first] != '0') && next != '.' && next != 'e' && next != 'E';
        }

        private bool Word(string word)
        {
            for (int i = 0; i < word.Length; i++)
            {
                if (!Take(word[i]))
                {
                    return false;
                }
            }

            return true;
        }

        private bool Text()
        {
            _at++;
            int first = _at;
            int escapes = 0;
            while (_at < _end)
            {
                int c = _text[_at++];
                if (c == '"')
                {
                    _value = escapes == 0 ? Encoding.UTF8.GetString(_text, first, _at - 1 - first) : Unescape(first, _at - 1, escapes);
                    return true;
                }

                if (c < 0x20)
                {
                    return false;
                }

                if (c == '\\')
                {
                    if ((Peek() == '"' && _at == first + 1) || Escaped(Peek()) < 0)
                    {
                        return false;
                    }

                    _at++;
                    escapes++;
                }
                else if (c >= 0x80 && !Utf8Rest(c))
                {
                    return false;
                }
            }

            return false;
        }

        private string Unescape(int from, int to, int escapes)
        {
            byte[] bytes = new byte[to - from - escapes];
            for (int i = 0; i < bytes.Length; i++)
            {
                int c = _text[from++];
                bytes[i] = (byte)(c == '\\' ? Escaped(_text[from++]) : c);
            }

            return Encoding.UTF8.GetString(bytes, 0, bytes.Length);
        }

        // The character that an escape stands for; -1 for none of the profile.
        private static int Escaped(int c)
        {
            switch (c)
            {
                case '"':
                case '\\':
                    return c;
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                default:
                    return -1;
            }
        }

        // RFC 3629: no overlong forms, no surrogates; four-byte forms are outside the profile.
        private bool Utf8Rest(int lead)
        {
            int second = Peek();
            if (lead >= 0xC2 && lead <= 0xDF)
            {
                _at++;
                return IsRest(second);
            }

            if (lead < 0xE0 || lead > 0xEF || !IsRest(second))
            {
                return false;
            }

            _at++;
            int third = Peek();
            _at++;
            return IsRest(third) && !(lead == 0xE0 && second < 0xA0) && !(lead == 0xED && second > 0x9F);
        }

        private static bool IsRest(int c)
        {
            return c >= 0x80 && c <= 0xBF;
        }
    }
}

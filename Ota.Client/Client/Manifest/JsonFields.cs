using System.Collections;

namespace NanoOta
{
    /// <summary>The members of a JSON object, in their order. Not thread-safe.</summary>
    /// <remarks>A value is a string, a long, a bool, a <see cref="JsonFields"/>, an ArrayList of these, or null. A manifest has few members, so a list is smaller than a table.</remarks>
    internal sealed class JsonFields
    {
        private readonly ArrayList _names = new ArrayList();
        private readonly ArrayList _values = new ArrayList();

        /// <summary>The value of a member; null for a member that is null or not there.</summary>
        public object this[string name]
        {
            get
            {
                int at = Find(name);
                return at < 0 ? null : _values[at];
            }
        }

        /// <summary>Whether there is such a member, of any value.</summary>
        public bool Contains(string name)
        {
            return Find(name) >= 0;
        }

        /// <summary>Adds a member.</summary>
        public void Add(string name, object value)
        {
            _names.Add(name);
            _values.Add(value);
        }

        private int Find(string name)
        {
            int at = _names.Count - 1;
            while (at >= 0 && (string)_names[at] != name)
            {
                at--;
            }

            return at;
        }
    }
}

using System;

namespace NanoOta
{
    /// <summary>
    /// The assemblies of an image in an order in which the CLR can load them: a referenced one first, by their own reference tables. Proves
    /// on the way that the image would link here.
    /// </summary>
    /// <remarks>The CLR links by name, major and minor version (nf-interpreter, CLR_RT_TypeSystem::FindAssembly). Not thread-safe.</remarks>
    internal sealed class LoadOrder
    {
        /// <summary>
        /// Assemblies that an application may have. The CLR has places for 64 (c_MaxAssemblies) and goes down with the next one; residents take
        /// places too, and nothing counts them.
        /// </summary>
        public const int MaxAssemblies = 32;

        private readonly PeImage[] _found = new PeImage[MaxAssemblies];

        /// <summary>Assemblies in the image.</summary>
        public int Count;

        /// <summary>The assemblies in the order to load them in, <see cref="Count"/> of them.</summary>
        public readonly PeImage[] Ordered = new PeImage[MaxAssemblies];

        /// <summary>Name of the assembly that was refused: the absent one, or one of a circle; null if none was.</summary>
        public string RefusedAssembly;

        /// <summary>
        /// Reads an image. <see cref="OtaResult.SlotImageInvalid"/> when it is not a sequence of 1 to 32 assemblies,
        /// <see cref="OtaResult.AssemblyDuplicate"/>, <see cref="OtaResult.AssemblyMissing"/>, <see cref="OtaResult.AssemblyVersionMismatch"/>,
        /// <see cref="OtaResult.AssemblyCycle"/>, <see cref="OtaResult.SlotReadFailed"/>.
        /// </summary>
        public OtaResult Read(IAppStorage storage, string file, int imageSize, IResidents residents)
        {
            OtaResult result = OtaResult.Ok;
            for (int offset = 0; offset < imageSize && result == OtaResult.Ok;)
            {
                PeImage pe = new PeImage();
                result = Count == MaxAssemblies ? OtaResult.SlotImageInvalid : pe.Read(storage, file, offset, imageSize);
                if (result == OtaResult.Ok)
                {
                    result = Find(pe.Name) != null || residents.VersionOf(pe.Name) >= 0 ? Refuse(pe.Name, OtaResult.AssemblyDuplicate) : result;
                    _found[Count++] = pe;
                    offset += pe.PaddedLength;
                }
            }

            if (result == OtaResult.Ok && Count == 0)
            {
                result = OtaResult.SlotImageInvalid;
            }

            for (int i = 0; i < Count && result == OtaResult.Ok; i++)
            {
                result = Link(_found[i], residents);
            }

            return result == OtaResult.Ok ? Order() : result;
        }

        /// <summary>Puts bytes of the image, from an offset of it on, where they belong: see <see cref="PeImage.Bytes"/>.</summary>
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

        private OtaResult Link(PeImage pe, IResidents residents)
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
                    return Refuse(name, version < 0 ? OtaResult.AssemblyMissing : OtaResult.AssemblyVersionMismatch);
                }
            }

            return OtaResult.Ok;
        }

        // Round by round the first that needs nothing which is not placed: no recursion, and one image always gives one order.
        private OtaResult Order()
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
                    return Refuse(left.Name, OtaResult.AssemblyCycle);
                }

                next.IsPlaced = true;
                Ordered[place] = next;
            }

            return OtaResult.Ok;
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

        private OtaResult Refuse(string name, OtaResult result)
        {
            RefusedAssembly = name;
            return result;
        }
    }
}

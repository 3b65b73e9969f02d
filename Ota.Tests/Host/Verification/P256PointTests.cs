using System.Numerics;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Verification
{
    [TestClass]
    public class P256PointTests
    {
        private static readonly long[] _gx = Big.ToLimbs(Big.ToMontgomery(Big.Gx));
        private static readonly long[] _gy = Big.ToLimbs(Big.ToMontgomery(Big.Gy));

        [TestMethod]
        public void Doubling_and_adding_agree_with_affine_arithmetic()
        {
            // G, then alternately 2P and P + G: every point has another Z.
            P256Point point = At(1);
            (BigInteger X, BigInteger Y)? expected = (Big.Gx, Big.Gy);
            for (int i = 0; i < 200; i++)
            {
                if (i % 3 == 1)
                {
                    point.Add(_gx, _gy, 1);
                    expected = Big.Add(expected, (Big.Gx, Big.Gy));
                }
                else
                {
                    point.Double();
                    expected = Big.Add(expected, expected);
                }

                AssertIs(expected, point);
            }
        }

        [TestMethod]
        public void Adding_a_point_to_itself_doubles_it()
        {
            P256Point point = At(1);
            point.Add(_gx, _gy, 1);
            AssertIs(Big.Multiply(2, (Big.Gx, Big.Gy)), point);
        }

        [TestMethod]
        public void Adding_the_negative_gives_infinity()
        {
            P256Point point = At(1);
            point.Add(_gx, _gy, -1);
            AssertIs(null, point);
        }

        [TestMethod]
        public void The_same_holds_with_another_z()
        {
            // 3G - 2G is G with a Z that is not 1.
            long[] x = new long[9];
            long[] y = new long[9];
            (BigInteger X, BigInteger Y) two = Big.Multiply(2, (Big.Gx, Big.Gy))!.Value;
            Big.ToLimbs(Big.ToMontgomery(two.X)).CopyTo(x, 0);
            Big.ToLimbs(Big.ToMontgomery(two.Y)).CopyTo(y, 0);
            P256Point same = At(3);
            same.Add(x, y, -1);
            same.Add(_gx, _gy, 1);
            AssertIs(two, same);
            P256Point opposite = At(3);
            opposite.Add(x, y, -1);
            opposite.Add(_gx, _gy, -1);
            AssertIs(null, opposite);
        }

        [TestMethod]
        public void Infinity_doubled_stays_and_infinity_added_to_is_the_other_point()
        {
            P256Point point = new();
            point.Double();
            AssertIs(null, point);
            point.Add(_gx, _gy, -1);
            AssertIs((Big.Gx, Big.P - Big.Gy), point);
        }

        [TestMethod]
        public void Infinity_that_came_from_an_addition_stays_when_doubled()
        {
            P256Point point = At(3);
            (BigInteger X, BigInteger Y) three = Big.Multiply(3, (Big.Gx, Big.Gy))!.Value;
            point.Add(Big.ToLimbs(Big.ToMontgomery(three.X)), Big.ToLimbs(Big.ToMontgomery(three.Y)), -1);
            for (int i = 0; i < 3; i++)
            {
                point.Double();
                AssertIs(null, point);
            }

            point.Add(_gx, _gy, 1);
            AssertIs((Big.Gx, Big.Gy), point);
        }

        private static P256Point At(int multiple)
        {
            (BigInteger X, BigInteger Y) point = Big.Multiply(multiple, (Big.Gx, Big.Gy))!.Value;
            P256Point result = new();
            result.Set(Big.ToLimbs(Big.ToMontgomery(point.X)), Big.ToLimbs(Big.ToMontgomery(point.Y)), 1);
            return result;
        }

        private static void AssertIs((BigInteger X, BigInteger Y)? expected, P256Point actual)
        {
            Assert.AreEqual(expected == null, P256Field.IsZero(actual.Z));
            if (expected is { } point)
            {
                BigInteger inverse = Big.Inverse(Big.FromMontgomery(actual.Z), Big.P);
                Assert.AreEqual(point.X, Big.Mod(Big.FromMontgomery(actual.X) * inverse * inverse, Big.P));
                Assert.AreEqual(point.Y, Big.Mod(Big.FromMontgomery(actual.Y) * inverse * inverse * inverse, Big.P));
            }
        }
    }
}

using System;

namespace NanoOta
{
    /// <summary>
    /// A point of P-256 in Jacobian coordinates: <c>x = X / Z^2</c>, <c>y = Y / Z^3</c>. Z = 0 is the point at infinity. Doubling and adding change
    /// the point in place. The object holds its own scratch space, so one object is for one thread.
    /// </summary>
    internal sealed class P256Point
    {
        private readonly long[] _h = new long[P256Field.Limbs];
        private readonly long[] _s = new long[P256Field.Limbs];
        private readonly long[] _t = new long[P256Field.Limbs];
        private readonly long[] _u = new long[P256Field.Limbs];

        /// <summary>X, tidy, in Montgomery form; so are Y and Z.</summary>
        internal readonly long[] X = new long[P256Field.Limbs];

        /// <summary>Y.</summary>
        internal readonly long[] Y = new long[P256Field.Limbs];

        /// <summary>Z.</summary>
        internal readonly long[] Z = new long[P256Field.Limbs];

        /// <summary>Makes this the affine point (x, y * sign), where sign is 1 or -1.</summary>
        internal void Set(long[] x, long[] y, long sign)
        {
            Array.Copy(x, X, P256Field.Limbs);
            P256Field.Combine(Y, y, sign, y, 0);
            Array.Copy(P256Field.One, Z, P256Field.Limbs);
        }

        /// <summary>Doubles this point. Infinity stays infinity.</summary>
        internal void Double()
        {
            long[] s = _s;
            long[] t = _t;
            long[] u = _u;

            // With a = -3:
            // - alpha = 3 (X - Z^2) (X + Z^2), beta = X Y^2
            // - X' = alpha^2 - 8 beta, Y' = alpha (4 beta - X') - 8 Y^4, Z' = 2 Y Z
            P256Field.Square(t, Z);
            P256Field.Subtract(u, X, t);
            P256Field.Combine(t, X, 3, t, 3);
            P256Field.Multiply(u, u, t);
            P256Field.Square(s, Y);
            P256Field.Twice(t, Y);
            P256Field.Multiply(Z, Z, t);
            P256Field.Multiply(t, X, s);
            P256Field.Square(X, u);
            P256Field.Combine(X, X, 1, t, -8);
            P256Field.Combine(t, t, 4, X, -1);
            P256Field.Multiply(t, t, u);
            P256Field.Square(s, s);
            P256Field.Combine(Y, t, 1, s, -8);
        }

        /// <summary>Adds the affine point (x, y * sign), where sign is 1 or -1; every case is covered.</summary>
        internal void Add(long[] x, long[] y, long sign)
        {
            if (P256Field.IsZero(Z))
            {
                Set(x, y, sign);
                return;
            }

            long[] h = _h;
            long[] r = _s;
            long[] t = _t;
            long[] u = _u;

            // - H = x Z^2 - X, r = y Z^3 - Y
            // - X' = r^2 - H^3 - 2 X H^2, Y' = r (X H^2 - X') - Y H^3, Z' = Z H
            P256Field.Square(t, Z);
            P256Field.Multiply(h, x, t);
            P256Field.Subtract(h, h, X);
            P256Field.Multiply(t, t, Z);
            P256Field.Multiply(t, t, y);
            P256Field.Combine(r, t, sign, Y, -1);
            if (P256Field.IsZero(h))
            {
                if (P256Field.IsZero(r))
                {
                    Double();
                }
                else
                {
                    Array.Clear(Z, 0, P256Field.Limbs);
                }

                return;
            }

            P256Field.Multiply(Z, Z, h);
            P256Field.Square(t, h);
            P256Field.Multiply(u, X, t);
            P256Field.Multiply(t, t, h);
            P256Field.Square(X, r);
            P256Field.Subtract(X, X, t);
            P256Field.Combine(X, X, 1, u, -2);
            P256Field.Subtract(u, u, X);
            P256Field.Multiply(u, u, r);
            P256Field.Multiply(t, t, Y);
            P256Field.Combine(Y, u, 1, t, -1);
        }

        /// <summary>
        /// Fills <paramref name="tableX"/> and <paramref name="tableY"/> with the affine points Q, 3Q, 5Q ... for Q = (x, y) of the
        /// group's order (any point of P-256 but infinity), with one inversion for all.
        /// </summary>
        internal static void FillOddMultiples(long[][] tableX, long[][] tableY, long[] x, long[] y)
        {
            int count = tableX.Length;
            P256Point point = new P256Point();
            point.Set(x, y, 1);
            point.Double();
            long[] stepX = Clone(point.X);
            long[] stepY = Clone(point.Y);
            long[] stepZ = Clone(point.Z);

            // (X, Y) -> (X Z^2, Y Z^3), with 2Q's Z, is an isomorphism to a curve on which 2Q is affine. Addition uses neither of the curve's
            // coefficients. So the multiples are made there, and come back by their Z times that Z.
            long[] square = new long[P256Field.Limbs];
            P256Field.Square(square, stepZ);
            tableX[0] = Clone(x);
            tableY[0] = Clone(y);
            P256Field.Multiply(point.X, x, square);
            P256Field.Multiply(square, square, stepZ);
            P256Field.Multiply(point.Y, y, square);
            Array.Copy(P256Field.One, point.Z, P256Field.Limbs);
            long[][] ratios = new long[count][];
            for (int i = 1; i < count; i++)
            {
                point.Add(stepX, stepY, 1);
                tableX[i] = Clone(point.X);
                tableY[i] = Clone(point.Y);
                ratios[i] = Clone(point._h);
            }

            // The last Z is inverted; each earlier one is the next without its factor H.
            P256Field.Multiply(square, point.Z, stepZ);
            long[] inverse = ModularDivision.Divide(P256Field.RSquared, square, P256Field.Prime, 1);
            for (int i = count - 1; i > 0; i--)
            {
                P256Field.Square(square, inverse);
                P256Field.Multiply(tableX[i], tableX[i], square);
                P256Field.Multiply(square, square, inverse);
                P256Field.Multiply(tableY[i], tableY[i], square);
                P256Field.Multiply(inverse, inverse, ratios[i]);
            }
        }

        private static long[] Clone(long[] value)
        {
            long[] clone = new long[P256Field.Limbs];
            Array.Copy(value, clone, P256Field.Limbs);
            return clone;
        }
    }
}

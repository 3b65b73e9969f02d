#include "sha256.h"

#include <math.h>
#include <string.h>

static uint32_t s_round[64];
static uint32_t s_start[8];

/* FIPS 180-4 defines the constants as fractions of roots of the first primes; long double has bits enough for 32 of them. */
static void prepare(void)
{
    unsigned found = 0;
    for (unsigned n = 2; found < 64; n++)
    {
        unsigned divisor = 2;
        while (n % divisor != 0)
        {
            divisor++;
        }

        if (divisor == n)
        {
            long double cube = cbrtl((long double)n);
            long double square = sqrtl((long double)n);
            s_round[found] = (uint32_t)((cube - floorl(cube)) * 4294967296.0L);
            if (found < 8)
            {
                s_start[found] = (uint32_t)((square - floorl(square)) * 4294967296.0L);
            }

            found++;
        }
    }
}

static uint32_t turn(uint32_t value, unsigned bits)
{
    return value >> bits | value << (32 - bits);
}

static void block(uint32_t state[8], const uint8_t *data)
{
    uint32_t w[64];
    for (int i = 0; i < 16; i++)
    {
        w[i] = (uint32_t)data[4 * i] << 24 | (uint32_t)data[4 * i + 1] << 16 | (uint32_t)data[4 * i + 2] << 8 | data[4 * i + 3];
    }

    for (int i = 16; i < 64; i++)
    {
        uint32_t s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }

    uint32_t v[8];
    memcpy(v, state, sizeof v);
    for (int i = 0; i < 64; i++)
    {
        uint32_t first = v[7] + (turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) + s_round[i] + w[i];
        uint32_t second = (turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof v[0]);
        v[4] += first;
        v[0] = first + second;
    }

    for (int i = 0; i < 8; i++)
    {
        state[i] += v[i];
    }
}

void sha256(const uint8_t *data, size_t length, uint8_t digest[32])
{
    if (s_round[0] == 0)
    {
        prepare();
    }

    uint32_t state[8];
    memcpy(state, s_start, sizeof state);
    size_t whole = length / 64 * 64;
    for (size_t i = 0; i < whole; i += 64)
    {
        block(state, data + i);
    }

    uint8_t tail[128] = {0};
    size_t rest = length - whole;
    size_t end = rest < 56 ? 64 : 128;
    memcpy(tail, data + whole, rest);
    tail[rest] = 0x80;
    for (size_t i = 0; i < 8; i++)
    {
        tail[end - 1 - i] = (uint8_t)((uint64_t)length * 8 >> (8 * i));
    }

    for (size_t i = 0; i < end; i += 64)
    {
        block(state, tail + i);
    }

    for (int i = 0; i < 32; i++)
    {
        digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
    }
}

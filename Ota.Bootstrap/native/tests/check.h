/* Assertions that stay in every build and say where they failed. */

#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                                                                            \
    do                                                                                                                              \
    {                                                                                                                               \
        if (!(condition))                                                                                                           \
        {                                                                                                                           \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                                         \
            exit(1);                                                                                                                \
        }                                                                                                                           \
    } while (0)

#define CHECK_EQUAL(expected, actual)                                                                                               \
    do                                                                                                                              \
    {                                                                                                                               \
        long check_expected = (long)(expected);                                                                                     \
        long check_actual = (long)(actual);                                                                                         \
        if (check_expected != check_actual)                                                                                         \
        {                                                                                                                           \
            fprintf(stderr, "%s:%d: %s is %ld, not %ld\n", __FILE__, __LINE__, #actual, check_actual, check_expected);              \
            exit(1);                                                                                                                \
        }                                                                                                                           \
    } while (0)

#endif

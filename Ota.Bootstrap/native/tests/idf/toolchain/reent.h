/* Stands in for newlib's header of this name, which comes with Espressif's compiler and not with ESP-IDF. */

#pragma once

struct _reent
{
    int _errno;
};

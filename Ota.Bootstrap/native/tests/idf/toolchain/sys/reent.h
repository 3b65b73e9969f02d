/* Stands in for newlib's header of this name. */

#pragma once

#include <reent.h>

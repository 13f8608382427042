// What Glibc's Swift module lacks: system headers it does not map, and calls that are variadic or GNU extensions.
#ifndef CLINUX_H
#define CLINUX_H

#include "CLinuxChild.h"
#include "CLinuxEpoll.h"
#include "CLinuxFleet.h"
#include "CLinuxHost.h"
#include "CLinuxSocket.h"
#include "CLinuxSpawn.h"
#include "CLinuxTerminal.h"

#endif

#!/usr/bin/env bash
# Mutation testing of the device's code: docs/TESTING.md says what is mutated, how long a run takes and how a report is read.
#   Ota.Tests/Mutation/run.sh client         State, Policy, Offer, Staging, Health
#   Ota.Tests/Mutation/run.sh verification   Verification without its inner loops
#   Ota.Tests/Mutation/run.sh arithmetic     those inner loops, Sha256 and P256Field: the straight lines by a sample
# More arguments go to dotnet-stryker, for example: run.sh client --mutate '**/Health/*.cs'
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# The random tests make fewer rounds: a wrong digit of the arithmetic shows in the first.
export NANOOTA_ROUNDS=${NANOOTA_ROUNDS:-2}

part=${1:?client, verification or arithmetic}
shift

# Prints a file's pattern without the lines from the one that holds $2 to the one that holds $3, but with every $4-th of them.
# Of a file without such lines the pattern is the whole file.
sample() {
    LC_ALL=C awk -v from="$2" -v to="$3" -v every="$4" '
        index($0, from) { inside = 1; line = 0 }
        inside && index($0, to) { inside = 0 }
        {
            taken = !inside || ++line % every == 0
            if (taken && !open) { start = at; open = 1 }
            if (!taken && open) { printf "{%d..%d}", start, at; open = 0 }
            at += length($0) + 1
        }
        END { if (open) { printf "{%d..%d}", start, at } }
    ' "$1"
}

mutate=()
case "$part" in
    client)
        tests=Client.Tests
        ;;
    verification)
        tests=Verification.Tests
        ;;
    arithmetic)
        tests=Arithmetic.Tests
        folder=$root/Ota.Client/Client/Verification
        mutate+=(--mutate "**/Sha256.cs$(sample "$folder/Sha256.cs" "private void Compress(" "// No end" 12)")
        mutate+=(--mutate "**/P256Field.cs$(sample "$folder/P256Field.cs" "internal static void Multiply(" "internal static bool IsZero(" 12)")
        ;;
    *)
        echo "client, verification or arithmetic, not $part" >&2
        exit 2
        ;;
esac

dotnet tool restore >/dev/null
cd "$tests"
exec nice -n 15 dotnet stryker --output "${OUT:-$root/artifacts/mutation/$part}" "${mutate[@]}" "$@"

#!/usr/bin/env bash
# Runs the shared tests on a real nanoCLR. What it needs comes from NANOCLR, NANOFRAMEWORK_REFS, NANOFRAMEWORK_PE and
# METADATA_PROCESSOR; it says what is missing and how to get it. An argument is a part of the names of the tests to run.
set -eu
cd "$(dirname "$0")/.."
exec dotnet run --project tools/Ota.ApiGate -- nanoclr "$@"

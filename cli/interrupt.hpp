// Ctrl-C, as a flag that long work looks at now and then, so that destructors remove half-written files.
#pragma once

#include "models/core/error.hpp"

namespace fracbit::cli {

/// An interrupted run that did leave something: its message says what, and how to go on.
class InterruptedRun : public Error {
public:
    using Error::Error;
};

/// Interrupt and termination signals set the flag; a third one ends the process at once. A closed pipe becomes an
/// error of the write that meets it.
void catch_signals();

bool interrupted();

/// Throws an Error "interrupted" if the flag is set.
void stop_if_interrupted();

} // namespace fracbit::cli

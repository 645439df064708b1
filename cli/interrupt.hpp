// Ctrl-C, as a flag that long work looks at now and then, so that destructors remove half-written files.
#pragma once

namespace fracbit::cli {

/// Interrupt and termination signals set the flag; a third one ends the process at once. A closed pipe becomes an
/// error of the write that meets it.
void catch_signals();

bool interrupted();

/// Throws an Error "interrupted" if the flag is set.
void stop_if_interrupted();

} // namespace fracbit::cli

// The version of the program, as results say where they come from.
#pragma once

namespace fracbit {

const char* program_version();

} // namespace fracbit

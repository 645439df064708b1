#include "models/core/version.hpp"

namespace fracbit {

const char* program_version() { return FRACBIT_VERSION; }

} // namespace fracbit

// The SystemVerilog texts that models/rtl/sv holds, as they are there.
#pragma once

#include <string>

namespace fracbit::models {

/// `name` without folder, as in "fifo.sv". Throws Error if there is none.
std::string sv_source(const std::string& name);

} // namespace fracbit::models

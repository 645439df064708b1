// The reserved words of SystemVerilog (IEEE 1800-2017, annex B), those of Verilog among them.
#pragma once

#include <string_view>

namespace fracbit::models {

bool is_sv_keyword(std::string_view word);

} // namespace fracbit::models

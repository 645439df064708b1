// A program's arguments as a shell would have to be given them.
#pragma once

#include <string>
#include <string_view>

namespace fracbit::training {

/// One word of a POSIX shell's command line that stands for `argument`: as it is where no character of it means
/// anything to a shell, else in single quotes.
std::string shell_word(std::string_view argument);

} // namespace fracbit::training

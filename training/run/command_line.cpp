#include "training/run/command_line.hpp"

namespace fracbit::training {

std::string shell_word(std::string_view argument) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%";
    if (!argument.empty() && argument.find_first_not_of(plain) == std::string_view::npos) return std::string(argument);
    std::string word = "'";
    for (const char c : argument) {
        if (c == '\'')
            word += "'\\''"; // a quote stands outside of quotes
        else
            word += c;
    }
    return word + '\'';
}

} // namespace fracbit::training

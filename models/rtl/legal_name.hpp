// Names for modules and files made of names that may hold anything: a layer's name is UTF-8 text of any length.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace fracbit::models {

/// A simple identifier of Verilog and SystemVerilog (IEEE 1800-2017, 5.6) that resembles `text`. What is no letter and
/// no digit becomes _, one for several in a row and none at the end; "n_" goes before what does not begin with a
/// letter,
/// "_layer" behind a keyword; 64 characters are kept. Empty text gives "unnamed".
std::string legal_name(std::string_view text);

/// Legal names that differ from each other, in upper or lower case too (files): a second "conv_1" becomes "conv_1_2".
class LegalNames {
public:
    std::string add(std::string_view text);

private:
    std::set<std::string> taken_; ///< in lower case
};

/// `text` in double quotes for a comment: what is not printable ASCII becomes \xNN.
std::string quoted_ascii(std::string_view text);

} // namespace fracbit::models

// A space of one network and one objective, and what a test adds to it.
#pragma once

#include "explorer/space/design_space.hpp"
#include "models/core/error.hpp"
#include "tests/support/message_of.hpp"

#include <string>

namespace fracbit::tests {

inline const std::string small_network = "name,kind,channels,out_channels\nfc1,linear,64,32\nfc2,linear,32,8\n";

/// The default technology, all of it halved.
inline const std::string half_technology = R"(format_version = 1
name = "half"
process_name = "half of everything"
base = "nangate45"
[sources]
me = "a test"
[process]
node_nm = { value = 32, source = "me: set", quality = "estimated" }
supply_v = { value = 1, source = "me: set", quality = "estimated" }
[scaling]
area = { value = 0.5, source = "me: set", quality = "estimated" }
delay = { value = 0.5, source = "me: set", quality = "estimated" }
energy = { value = 0.5, source = "me: set", quality = "estimated" }
leakage = { value = 0.5, source = "me: set", quality = "estimated" }
)";

/// One row, of mine/here.
inline const std::string one_accuracy =
    "network,dataset,q,n_in,n_out,taps,sparsity,accuracy,full_precision,kind,source\n"
    "mine,here,1,8,10,2,0,80,90,published,me\n";

/// `text` from line 8 on.
inline std::string small_text(const std::string& text) {
    return "format_version = 1\nname = 'small'\n[[network]]\nname = 'net'\nfile = 'net.csv'\n[[objective]]\n"
           "minimize = 'cycles'\n" +
           text;
}

inline explorer::SpaceFiles files_of(const std::string& space_text) {
    return {{"", space_text}, {"net.csv", small_network}};
}

inline explorer::DesignSpace small_space(const std::string& text) {
    return explorer::parse_space(files_of(small_text(text)), "s.toml");
}

template <class Failure>
std::string space_error(const std::string& text) {
    return message_of<Failure>([&] { (void)explorer::parse_space(files_of(text), "s.toml"); });
}
/// The same of a small space.
template <class Failure>
std::string small_error(const std::string& text) {
    return space_error<Failure>(small_text(text));
}

} // namespace fracbit::tests

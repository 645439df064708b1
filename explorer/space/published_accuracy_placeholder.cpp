// Until the shipped table is there.
#include "explorer/accuracy/accuracy_table.hpp"

namespace fracbit::explorer {

__attribute__((weak)) const std::string& published_accuracy_csv() {
    static const std::string text = "network,dataset\n";
    return text;
}

} // namespace fracbit::explorer

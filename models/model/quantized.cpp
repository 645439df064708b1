#include "models/model/quantized.hpp"

namespace fracbit::models {

const char* to_string(WeightFormat format) {
    static constexpr const char* names[] = {"flexor", "sparse", "csr", "binary", "dense8", "shift", "shift-xor"};
    return names[static_cast<int>(format)];
}

const char* to_string(StorageOrder order) {
    static constexpr const char* names[] = {"row-major", "k-major", "tiled"};
    return names[static_cast<int>(order)];
}

const char* to_string(MaskFormat format) {
    static constexpr const char* names[] = {"bitmap", "relative-index", "low-rank"};
    return names[static_cast<int>(format)];
}

const char* to_string(PatchFormat format) {
    static constexpr const char* names[] = {"none", "counted", "gaps"};
    return names[static_cast<int>(format)];
}

} // namespace fracbit::models

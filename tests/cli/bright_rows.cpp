#include "tests/cli/bright_rows.hpp"

#include "models/core/random.hpp"
#include "tests/models/data/idx_bytes.hpp"

namespace fracbit::tests {

void put_rows(const TemporaryFolder& folder, const std::string& prefix, int count, bool packed) {
    fracbit::Random random(5);
    std::string pixels, labels;
    for (int i = 0; i < count; ++i) {
        labels += static_cast<char>(i % 6);
        for (int at = 0; at < 36; ++at)
            pixels += static_cast<char>((at / 6 == i % 6 ? 120 : 0) + static_cast<int>(random.below(120)));
    }
    const auto images = static_cast<std::uint32_t>(count);
    const std::string bytes = idx_bytes({images, 6, 6}, pixels);
    put(folder.file(prefix + "-images-idx3-ubyte" + (packed ? ".gz" : "")), packed ? gzipped(bytes) : bytes);
    put(folder.file(prefix + "-labels-idx1-ubyte"), idx_bytes({images}, labels));
}

} // namespace fracbit::tests

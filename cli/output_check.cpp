#include "cli/output_check.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>

namespace fracbit::cli {

OutputCheck::OutputCheck(const models::Workload& workload, int activation_bits,
                         const std::vector<std::vector<std::uint8_t>>& images)
    : workload_(workload), images_(images), inference_(workload, {activation_bits}) {}

void OutputCheck::compare(int image, int layer, const std::vector<std::uint8_t>& output) {
    if (image != image_) {
        const bool drawn = images_.empty();
        expected_ = inference_.outputs(drawn ? std::vector<std::uint8_t>{} : images_[static_cast<std::size_t>(image)]);
        image_ = image;
    }
    models::Activations& expected = expected_[static_cast<std::size_t>(layer)];
    values_ += static_cast<std::int64_t>(output.size());
    const std::size_t common = std::min(output.size(), expected.size());
    std::int64_t differences = static_cast<std::int64_t>(std::max(output.size(), expected.size()) - common);
    for (std::size_t i = 0; i < common; ++i) {
        if (output[i] == expected[i]) continue;
        if (differences_ + differences++ == 0)
            first_difference_ = fmt::format("image {}, layer '{}', value {}: the machine has {}, the integer path {}",
                                            image, workload_.network().layers[static_cast<std::size_t>(layer)].name, i,
                                            output[i], expected[i]);
    }
    differences_ += differences;
    expected = {};
}

std::string OutputCheck::text() const {
    if (bit_exact())
        return fmt::format("bit-exact: all {} output values of all layers equal the integer path", values_);
    return fmt::format("NOT bit-exact: {} of {} output values differ; first: {}", differences_, values_,
                       first_difference_);
}

std::string OutputCheck::failure() const {
    return bit_exact() ? "" : "the machine's outputs differ from the integer path: " + first_difference_;
}

} // namespace fracbit::cli

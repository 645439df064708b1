// Compares what the machine puts out with the integer path, layer by layer, bit for bit.
#pragma once

#include "models/inference/integer_inference.hpp"
#include "models/model/workload.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::cli {

class OutputCheck {
public:
    /// `images`: empty where the input is drawn. Both must outlive this object.
    OutputCheck(const models::Workload& workload, int activation_bits,
                const std::vector<std::vector<std::uint8_t>>& images);

    void compare(int image, int layer, const std::vector<std::uint8_t>& output);
    [[nodiscard]] bool bit_exact() const { return differences_ == 0; }
    [[nodiscard]] std::int64_t values() const { return values_; }
    /// Where the first difference is; empty if there is none.
    [[nodiscard]] const std::string& first_difference() const { return first_difference_; }
    /// One line for people, without its end.
    [[nodiscard]] std::string text() const;
    /// What to say if anything differed, else nothing.
    [[nodiscard]] std::string failure() const;

private:
    const models::Workload& workload_;
    const std::vector<std::vector<std::uint8_t>>& images_;
    models::IntegerInference inference_;
    int image_ = -1; ///< whose outputs are expected_
    std::vector<models::Activations> expected_;
    std::int64_t values_ = 0, differences_ = 0;
    std::string first_difference_;
};

} // namespace fracbit::cli

// A model, rebuilt from what its file stores, on tensors: how the trainer tests what it has trained.
#pragma once

#include "models/data/image_source.hpp"
#include "models/model/model.hpp"
#include "training/layers/torch.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace fracbit::training {

class ModelRunner {
public:
    explicit ModelRunner(const models::Model& model, at::Device device = at::kCPU);
    /// [n][class]; no gradients.
    [[nodiscard]] at::Tensor run(const at::Tensor& images) const;

private:
    models::Network network_;
    std::vector<at::Tensor> weights_, biases_;
    std::vector<std::optional<models::ActivationLevels>> levels_;
};

/// Images [first, first + count) of the set, pixel / 255 as float32 [n][channel][row][column].
at::Tensor images_of(const models::ImageSource& set, std::int64_t first, std::int64_t count, at::Device device,
                     int threads = 1);

struct Evaluation {
    std::vector<std::uint16_t> predictions;
    std::vector<std::vector<float>> first_logits; ///< of the first images, as many as were asked for
    std::int64_t correct = 0;
    [[nodiscard]] double accuracy() const {
        return predictions.empty() ? 0 : static_cast<double>(correct) / static_cast<double>(predictions.size());
    }
};

struct EvaluationOptions {
    std::int64_t logits_kept = 0;
    int threads = 1;            ///< that read images
    std::function<void()> stop; ///< asked between blocks of images; it may throw
};

/// The lowest class wins where logits are equal.
Evaluation evaluate(const models::Model& model, const models::ImageSource& set, at::Device device,
                    const EvaluationOptions& options = {});

} // namespace fracbit::training

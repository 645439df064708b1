// A model, rebuilt from what its file stores, on tensors: how the trainer tests what it has trained.
#pragma once

#include "models/data/image_set.hpp"
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

/// Images `picked` of the set, pixel / 255 as float32 [n][channel][row][column].
at::Tensor images_of(const models::ImageSet& set, const std::vector<std::int64_t>& picked, at::Device device);

struct Evaluation {
    std::vector<std::uint8_t> predictions;
    std::vector<std::vector<float>> first_logits; ///< of the first images, as many as were asked for
    std::int64_t correct = 0;
    [[nodiscard]] double accuracy() const {
        return predictions.empty() ? 0 : static_cast<double>(correct) / static_cast<double>(predictions.size());
    }
};

/// The lowest class wins where logits are equal. `stop` is asked between blocks; it may throw.
Evaluation evaluate(const models::Model& model, const models::ImageSet& set, at::Device device,
                    std::int64_t logits_kept = 0, const std::function<void()>& stop = {});

} // namespace fracbit::training

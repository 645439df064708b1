// Training images in a drawn order, batch by batch. All of an epoch follows from the seed and the epoch's number, so
// that a run that resumes sees what it would have seen.
#pragma once

#include "models/core/random.hpp"
#include "models/data/image_set.hpp"
#include "training/layers/torch.hpp"
#include "training/recipe/recipe.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::training {

struct Batch {
    at::Tensor images; ///< [n][channel][row][column], pixel / 255
    at::Tensor labels; ///< int64 [n]
};

class BatchSource {
public:
    /// `epoch` from 0. Only whole batches: the images of a last, smaller one have their turn in other epochs. A set
    /// that is smaller than a batch is one batch.
    BatchSource(const models::ImageSet& images, std::int64_t batch_size, Augmentation augmentation, std::uint64_t seed,
                int epoch);
    [[nodiscard]] std::int64_t batches() const;
    /// The next one, on the device.
    Batch next(at::Device device);

private:
    void copy(std::int64_t image, float* to);
    const models::ImageSet& images_;
    std::int64_t batch_size_, next_ = 0;
    Augmentation augmentation_;
    Random random_;
    std::vector<std::int64_t> order_;
};

} // namespace fracbit::training

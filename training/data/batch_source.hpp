// Training images in a drawn order, batch by batch. All of an epoch follows from the seed and the epoch's number, so
// that a run that resumes sees what it would have seen.
#pragma once

#include "models/core/random.hpp"
#include "models/data/image_source.hpp"
#include "training/layers/torch.hpp"
#include "training/recipe/recipe.hpp"

#include <cstdint>
#include <span>
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
    /// `threads` read images; 0: all cores. What they read is the same for any number.
    BatchSource(const models::ImageSource& images, std::int64_t batch_size, Augmentation augmentation,
                std::uint64_t seed, int epoch, int threads = 1);
    [[nodiscard]] std::int64_t batches() const;
    /// The next one, on the device. Throws what reading the images throws.
    Batch next(at::Device device);

private:
    void copy(std::span<const std::uint8_t> pixels, float* to);
    const models::ImageSource& images_;
    std::int64_t batch_size_, next_ = 0;
    Augmentation augmentation_;
    models::ReadOptions reading_;
    Random random_;
    std::vector<std::int64_t> order_;
};

} // namespace fracbit::training

#include "training/data/batch_source.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace fracbit::training {
namespace {

constexpr std::int64_t largest_shift = 4;
constexpr std::uint64_t epoch_stride = 0x9e3779b97f4a7c15U; // seeds of neighbouring epochs lie far apart

} // namespace

BatchSource::BatchSource(const models::ImageSource& images, std::int64_t batch_size, Augmentation augmentation,
                         std::uint64_t seed, int epoch, int threads)
    : images_(images), batch_size_(std::min(batch_size, images.size())),
      augmentation_(augmentation), reading_{threads, std::nullopt},
      random_(seed + epoch_stride * (static_cast<std::uint64_t>(epoch) + 1)),
      order_(static_cast<std::size_t>(images.size())) {
    std::iota(order_.begin(), order_.end(), 0);
    for (std::size_t i = order_.size(); i > 1; --i) std::swap(order_[i - 1], order_[random_.below(i)]);
    if (augmentation == Augmentation::resized_crop_flip) reading_.crop_seed = random_.next();
}

std::int64_t BatchSource::batches() const { return batch_size_ == 0 ? 0 : images_.size() / batch_size_; }

Batch BatchSource::next(at::Device device) {
    const models::TensorShape shape = images_.shape();
    const auto size = static_cast<std::size_t>(shape.elements());
    const auto picked =
        std::span(order_).subspan(static_cast<std::size_t>(next_), static_cast<std::size_t>(batch_size_));
    next_ += batch_size_;
    const std::vector<std::uint8_t> pixels = models::read_images(images_, picked, reading_);
    at::Tensor images = at::empty({batch_size_, shape.channels, shape.height, shape.width});
    at::Tensor labels = at::empty({batch_size_}, at::kLong);
    for (std::size_t i = 0; i < picked.size(); ++i) {
        copy(std::span(pixels).subspan(i * size, size), images.data_ptr<float>() + i * size);
        labels.data_ptr<std::int64_t>()[i] = images_.labels()[static_cast<std::size_t>(picked[i])];
    }
    return {images.to(device), labels.to(device)};
}

void BatchSource::copy(std::span<const std::uint8_t> pixels, float* to) {
    if (augmentation_ != Augmentation::crop_flip) {
        std::transform(pixels.begin(), pixels.end(), to, [](std::uint8_t p) { return static_cast<float>(p) / 255.0F; });
        return;
    }
    const models::TensorShape shape = images_.shape();
    const auto shift = [&] { return static_cast<std::int64_t>(random_.below(2 * largest_shift + 1)) - largest_shift; };
    const std::int64_t down = shift(), right = shift();
    const bool mirrored = random_.below(2) == 1;
    for (std::int64_t channel = 0; channel < shape.channels; ++channel)
        for (std::int64_t row = 0; row < shape.height; ++row)
            for (std::int64_t column = 0; column < shape.width; ++column, ++to) {
                const std::int64_t y = row + down, x = (mirrored ? shape.width - 1 - column : column) + right;
                const bool inside = y >= 0 && y < shape.height && x >= 0 && x < shape.width;
                const auto from = static_cast<std::size_t>((channel * shape.height + y) * shape.width + x);
                *to = inside ? static_cast<float>(pixels[from]) / 255.0F : 0.0F;
            }
}

} // namespace fracbit::training

// Labelled 8-bit images of one size, wherever they are: in memory, or in files that are decoded when they are asked
// for.
#pragma once

#include "models/core/random.hpp"
#include "models/data/image_set.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fracbit::models {

class ImageSource {
public:
    virtual ~ImageSource() = default;
    [[nodiscard]] virtual TensorShape shape() const = 0;
    [[nodiscard]] virtual const std::vector<std::uint16_t>& labels() const = 0; ///< one per image
    /// Image `i` as it is tested: shape().elements() values, [channel][row][column]. Thread-safe.
    virtual void read(std::int64_t i, std::span<std::uint8_t> pixels) const = 0;
    /// A drawn part of it, brought to the same size, mirrored or not. Thread-safe. Throws ConfigError where images have
    /// no more to give than `read` does.
    virtual void read_random_crop(std::int64_t i, Random& random, std::span<std::uint8_t> pixels) const;
    /// How many classes the set says that it has; nothing if it says nothing.
    [[nodiscard]] virtual std::optional<std::int64_t> classes() const { return std::nullopt; }
    /// Tells sets apart.
    [[nodiscard]] virtual std::string fingerprint() const = 0;
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(labels().size()); }
};

/// All in memory.
class ImageSetSource final : public ImageSource {
public:
    explicit ImageSetSource(ImageSet set) : set_(std::move(set)) {}
    [[nodiscard]] TensorShape shape() const override { return set_.shape; }
    [[nodiscard]] const std::vector<std::uint16_t>& labels() const override { return set_.labels; }
    void read(std::int64_t i, std::span<std::uint8_t> pixels) const override;
    [[nodiscard]] std::string fingerprint() const override;

private:
    ImageSet set_;
};

struct ReadOptions {
    int threads = 1;                        ///< 0: all cores; the pixels are the same
    std::optional<std::uint64_t> crop_seed; ///< random crops, each from this seed and the image's number
};

/// The images `picked`, one behind the other. What reading one throws ends the work.
std::vector<std::uint8_t> read_images(const ImageSource& source, std::span<const std::int64_t> picked,
                                      const ReadOptions& options = {});
/// Images [first, first + count).
std::vector<std::uint8_t> read_images(const ImageSource& source, std::int64_t first, std::int64_t count,
                                      const ReadOptions& options = {});
/// Reads images [first, first + count), looks at no pixel, and says why some cannot be read: the errors' messages, in
/// the order of the images. 0 threads: all cores.
std::vector<std::string> reading_problems(const ImageSource& source, std::int64_t first, std::int64_t count,
                                          int threads);

} // namespace fracbit::models

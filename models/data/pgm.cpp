#include "models/data/pgm.hpp"

#include "models/core/error.hpp"
#include "models/files/text_file.hpp"

#include <fmt/format.h>

namespace fracbit::models {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class PgmReader {
public:
    explicit PgmReader(const std::string& path) : path_(path), text_(read_text_file(path)) {}

    std::vector<std::uint8_t> read(const TensorShape& expected) {
        const auto magic = text_.substr(0, 2);
        if (magic != "P2" && magic != "P5")
            fail(0, "found no PGM image; save it as PGM (it starts with P2 or P5), grey and with 8 bits");
        at_ = 2;
        const auto width = header_number("width", 1, largest_size);
        const auto height = header_number("height", 1, largest_size);
        if (width != expected.width || height != expected.height)
            fail(2, fmt::format("found {} x {} pixels, the network takes {} x {}; draw or scale the image to that size",
                                width, height, expected.width, expected.height));
        const auto maximum = header_number("maximum", 1, 255);
        std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width * height));
        if (magic == "P5") skip_one_space();
        for (auto& pixel : pixels) {
            const auto from = at_;
            const auto value = magic == "P2" ? header_number("a pixel", 0, 255) : binary_pixel();
            if (value > maximum) fail(from, fmt::format("found pixel {}, the maximum is {}", value, maximum));
            pixel = static_cast<std::uint8_t>((value * 255 + maximum / 2) / maximum);
        }
        while (magic == "P2" && at_ < text_.size() && is_space(text_[at_])) ++at_;
        if (at_ < text_.size()) fail(at_, fmt::format("found more than {} pixels", pixels.size()));
        return pixels;
    }

private:
    static constexpr std::int64_t largest_size = 1 << 20;

    void skip_spaces_and_comments() {
        for (; at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == '#'); ++at_)
            if (text_[at_] == '#')
                while (at_ + 1 < text_.size() && text_[at_] != '\n') ++at_;
    }

    std::int64_t header_number(const char* what, std::int64_t low, std::int64_t high) {
        skip_spaces_and_comments();
        const auto from = at_;
        std::int64_t value = 0;
        for (; at_ < text_.size() && is_digit(text_[at_]); ++at_)
            if (value <= high) value = value * 10 + (text_[at_] - '0');
        if (at_ == from)
            fail(at_, fmt::format("expected {}, found {}", what, at_ < text_.size() ? "no number" : "the end"));
        if (value < low || value > high)
            fail(from,
                 fmt::format("found {} {}, allowed is {} to {}", what, text_.substr(from, at_ - from), low, high));
        return value;
    }

    void skip_one_space() {
        if (at_ >= text_.size() || !is_space(text_[at_]))
            fail(at_, "expected one white-space character before the pixels");
        ++at_;
    }

    std::int64_t binary_pixel() {
        if (at_ >= text_.size()) fail(at_, "expected a pixel, found the end");
        return static_cast<std::uint8_t>(text_[at_++]);
    }

    [[noreturn]] void fail(std::size_t at, const std::string& message) const {
        throw FormatError(path_, {{}, {}, static_cast<std::int64_t>(at), {}}, message);
    }

    const std::string& path_;
    std::string text_;
    std::size_t at_ = 0;
};

} // namespace

std::vector<std::uint8_t> read_pgm(const std::string& path, const TensorShape& expected) {
    return PgmReader(path).read(expected);
}

} // namespace fracbit::models

#include "models/files/npy_header.hpp"

#include "models/core/error.hpp"
#include "models/files/binary_file.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fmt/format.h>
#include <fstream>

namespace fracbit::models {
namespace {

constexpr std::int64_t longest_header = 1 << 16;
constexpr std::int64_t most_elements = std::int64_t{1} << 48;
constexpr std::size_t preamble = 12; // magic, version, and the header's length in 2 or 4 bytes

/// The header's text, a Python dictionary of 'descr', 'fortran_order' and 'shape' in any order.
class Parser {
public:
    Parser(const std::string& path, std::string text, std::int64_t offset)
        : path_(path), text_(std::move(text)), offset_(offset) {}

    NpyHeader run() {
        NpyHeader header;
        bool type = false, order = false, shape = false;
        expect('{');
        while (!take('}')) {
            const std::size_t at = skip();
            const std::string key = quoted();
            expect(':');
            if (key == "descr" && !type) {
                header.type = quoted();
                type = true;
            } else if (key == "fortran_order" && !order) {
                header.fortran_order = boolean();
                order = true;
            } else if (key == "shape" && !shape) {
                header.shape = sizes();
                shape = true;
            } else {
                fail(at, "found key '" + key + "', expected each of descr, fortran_order and shape once");
            }
            if (!take(',') && peek() != '}') fail(at_, "expected ',' or '}'");
        }
        if (!type || !order || !shape) fail(at_, "expected each of descr, fortran_order and shape once");
        if (skip() != text_.size()) fail(at_, "expected nothing after the dictionary");
        return header;
    }

private:
    [[noreturn]] void fail(std::size_t at, const std::string& message) const {
        throw FormatError(path_, {{}, {}, offset_ + static_cast<std::int64_t>(at), {}}, "npy header: " + message);
    }

    std::size_t skip() {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
        return at_;
    }
    char peek() {
        skip();
        return at_ < text_.size() ? text_[at_] : '\0';
    }
    bool take(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    void expect(char c) {
        if (!take(c)) fail(at_, fmt::format("expected '{}'", c));
    }

    std::string quoted() {
        const char quote = peek();
        if (quote != '\'' && quote != '"') fail(at_, "expected a text in quotes (arrays of records are not read)");
        const std::size_t end = text_.find(quote, at_ + 1);
        if (end == std::string::npos) fail(at_, "found a text without its closing quote");
        std::string text = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        return text;
    }

    bool boolean() {
        skip();
        for (const bool value : {false, true}) {
            const std::string word = value ? "True" : "False";
            if (text_.compare(at_, word.size(), word) != 0) continue;
            at_ += word.size();
            return value;
        }
        fail(at_, "expected True or False");
    }

    std::vector<std::int64_t> sizes() {
        std::vector<std::int64_t> shape;
        expect('(');
        std::int64_t elements = 1;
        while (!take(')')) {
            const std::size_t at = skip();
            std::int64_t size = -1;
            const auto [end, error] = std::from_chars(text_.data() + at, text_.data() + text_.size(), size);
            if (error != std::errc() || size < 0) fail(at, "expected the size of a dimension");
            if (size > 0 && elements > most_elements / size) fail(at, "found more than 2^48 elements");
            elements *= std::max<std::int64_t>(size, 1);
            shape.push_back(size);
            at_ = static_cast<std::size_t>(end - text_.data());
            if (!take(',') && peek() != ')') fail(at_, "expected ',' or ')'");
        }
        return shape;
    }

    const std::string& path_;
    std::string text_;
    std::int64_t offset_;
    std::size_t at_ = 0;
};

} // namespace

std::int64_t NpyHeader::elements() const {
    std::int64_t product = 1;
    for (const auto size : shape) product *= size;
    return product;
}

NpyHeader read_npy_header(const std::string& path) {
    require_readable(path);
    std::ifstream file(path, std::ios::binary);
    std::string start(preamble, '\0');
    file.read(start.data(), static_cast<std::streamsize>(start.size()));
    start.resize(static_cast<std::size_t>(file.gcount()));
    const auto fail = [&](std::int64_t at, const std::string& message) {
        throw FormatError(path, {{}, {}, at, {}}, message);
    };
    if (start.substr(0, 6) != "\x93NUMPY") fail(0, "found no .npy signature; save the array with numpy.save");
    if (start.size() < preamble) fail(static_cast<std::int64_t>(start.size()), "the file ends inside the npy header");
    const auto byte = [&](std::size_t i) { return std::int64_t{static_cast<unsigned char>(start[i])}; };
    const std::int64_t version = byte(6);
    if (version < 1 || version > 3) fail(6, fmt::format("found npy version {}, this program reads 1 to 3", version));
    std::int64_t length = byte(8) | byte(9) << 8;
    if (version > 1) length |= byte(10) << 16 | byte(11) << 24;
    if (length > longest_header)
        fail(8, fmt::format("found an npy header of {} bytes, allowed are {}", length, longest_header));
    const std::int64_t begin = version == 1 ? 10 : 12;
    std::string text(static_cast<std::size_t>(length), '\0');
    file.clear();
    file.seekg(begin);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.gcount() < static_cast<std::streamsize>(length))
        fail(begin + file.gcount(), "the file ends inside the npy header");
    NpyHeader header = Parser(path, std::move(text), begin).run();
    header.data_offset = begin + length;
    return header;
}

} // namespace fracbit::models

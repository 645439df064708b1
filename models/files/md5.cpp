#include "models/files/md5.hpp"

#include "models/core/error.hpp"
#include "models/files/binary_file.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <vector>

namespace fracbit::models {
namespace {

constexpr std::size_t md5_block = 64;

/// T[i] of the RFC: 2^32 |sin(i + 1)|.
const std::array<std::uint32_t, 64>& md5_sines() {
    static const auto table = [] {
        std::array<std::uint32_t, 64> sines{};
        for (std::size_t i = 0; i < sines.size(); ++i)
            sines[i] = static_cast<std::uint32_t>(std::floor(std::abs(std::sin(static_cast<double>(i + 1))) * 0x1p32));
        return sines;
    }();
    return table;
}

constexpr int md5_rotations[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

} // namespace

void Md5::add(std::span<const std::uint8_t> bytes) {
    const std::size_t filled = length_ % md5_block;
    length_ += bytes.size();
    if (filled > 0) {
        const std::size_t taken = std::min(md5_block - filled, bytes.size());
        std::memcpy(waiting_.data() + filled, bytes.data(), taken);
        bytes = bytes.subspan(taken);
        if (filled + taken < md5_block) return;
        add_block(waiting_.data());
    }
    for (; bytes.size() >= md5_block; bytes = bytes.subspan(md5_block)) add_block(bytes.data());
    if (!bytes.empty()) std::memcpy(waiting_.data(), bytes.data(), bytes.size());
}

void Md5::add_block(const std::uint8_t* block) {
    std::array<std::uint32_t, 16> words{};
    for (std::size_t i = 0; i < words.size(); ++i)
        for (std::size_t byte = 0; byte < 4; ++byte)
            words[i] |= static_cast<std::uint32_t>(block[4 * i + byte]) << (8 * byte);
    auto [a, b, c, d] = state_;
    for (std::size_t i = 0; i < 64; ++i) {
        const std::size_t round = i / 16;
        const std::uint32_t mixed = round == 0   ? ((b & c) | (~b & d))
                                    : round == 1 ? ((b & d) | (c & ~d))
                                    : round == 2 ? (b ^ c ^ d)
                                                 : (c ^ (b | ~d));
        const std::size_t word = round == 0 ? i : round == 1 ? 5 * i + 1 : round == 2 ? 3 * i + 5 : 7 * i;
        const std::uint32_t sum = a + mixed + words[word % 16] + md5_sines()[i];
        a = d;
        d = c;
        c = b;
        b += std::rotl(sum, md5_rotations[round][i % 4]);
    }
    state_[0] += a;
    state_[1] += b;
    state_[2] += c;
    state_[3] += d;
}

std::string Md5::finish() {
    const std::uint64_t bits = 8 * length_;
    const std::size_t filled = length_ % md5_block;
    std::vector<std::uint8_t> end((filled < 56 ? 56 : 120) - filled, 0);
    end.front() = 0x80;
    for (int byte = 0; byte < 8; ++byte) end.push_back(static_cast<std::uint8_t>(bits >> (8 * byte)));
    add(end);
    std::string text;
    for (const std::uint32_t word : state_)
        for (int byte = 0; byte < 4; ++byte) text += fmt::format("{:02x}", word >> (8 * byte) & 255U);
    return text;
}

std::string md5_of_file(const std::string& path) {
    require_readable(path);
    std::ifstream file(path, std::ios::binary);
    std::vector<char> buffer(1U << 16U);
    Md5 sum;
    while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || file.gcount() > 0)
        sum.add({reinterpret_cast<const std::uint8_t*>(buffer.data()), static_cast<std::size_t>(file.gcount())});
    if (file.bad()) throw IoError("cannot read '" + path + "'");
    return sum.finish();
}

} // namespace fracbit::models

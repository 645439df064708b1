// tar archives built byte by byte, without the code under test.
#pragma once

#include <cstdio>
#include <string>

namespace fracbit::tests {

/// Header and contents of one member, filled up to whole blocks of 512 bytes.
inline std::string tar_member(const std::string& name, const std::string& contents, char kind = '0') {
    std::string header(512, '\0');
    const auto put_text = [&](std::size_t at, const std::string& text) { header.replace(at, text.size(), text); };
    char number[16];
    put_text(0, name);
    put_text(100, "0000644");
    put_text(108, "0000000");
    put_text(116, "0000000");
    std::snprintf(number, sizeof number, "%011zo", contents.size());
    put_text(124, number);
    put_text(136, "00000000000");
    put_text(148, "        ");
    header[156] = kind;
    put_text(257, "ustar");
    put_text(263, "00");
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    std::snprintf(number, sizeof number, "%06o", sum);
    put_text(148, std::string(number) + '\0' + ' ');
    return header + contents + std::string((512 - contents.size() % 512) % 512, '\0');
}

inline std::string tar_end() { return std::string(1024, '\0'); }

} // namespace fracbit::tests

// Numbers that a developer gives a test: how many cases, which seed.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace fracbit::tests {

inline std::int64_t number_from(const char* variable, std::int64_t otherwise) {
    const char* text = std::getenv(variable);
    return text ? std::atoll(text) : otherwise;
}

} // namespace fracbit::tests

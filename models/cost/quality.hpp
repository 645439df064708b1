// How far a number of a technology file can be trusted.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace fracbit::models {

/// From strong to weak: what follows from several numbers is as good as the weakest of them.
enum class Quality {
    published, ///< stands so in a data sheet or a paper
    derived,   ///< a formula, given, of published numbers
    scaled,    ///< a number of another process times a published factor
    estimated  ///< our guess, with its reason
};

const char* to_string(Quality quality);
/// One letter behind a number that is neither published nor derived: "s", "e", or a blank.
const char* mark_of(Quality quality);
std::optional<Quality> quality_from(const std::string& text);
const std::vector<std::string>& quality_names();

constexpr Quality weakest(Quality a, Quality b) { return a < b ? b : a; }

/// A number with its quality.
struct Figure {
    double value = 0;
    Quality quality = Quality::published;
    friend bool operator==(const Figure&, const Figure&) = default;
};

} // namespace fracbit::models

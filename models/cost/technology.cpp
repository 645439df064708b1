#include "models/cost/technology.hpp"

#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"
#include "models/cost/shipped_texts.hpp"

#include <memory>
#include <mutex>

#include <fmt/format.h>

namespace fracbit::models {

const char* to_string(CellId cell) {
    static constexpr const char* names[cell_count] = {"inv",   "nand2", "and2",       "or2",        "xor2",
                                                      "xnor2", "mux2",  "half_adder", "full_adder", "flop"};
    return names[static_cast<int>(cell)];
}

const std::vector<std::string>& shipped_technologies() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const auto& [name, text] : shipped_technology_texts()) all.push_back(name);
        return all;
    }();
    return names;
}

const Technology& shipped_technology(const std::string& name) {
    // A scaled one reads its base while it is read itself.
    static std::recursive_mutex mutex;
    static std::map<std::string, std::unique_ptr<Technology>> read;
    const std::lock_guard lock(mutex);
    if (const auto found = read.find(name); found != read.end()) return *found->second;
    for (const auto& [known, text] : shipped_technology_texts()) {
        if (known != name) continue;
        auto technology = std::make_unique<Technology>(parse_technology(text, name + ".toml"));
        return *(read[name] = std::move(technology));
    }
    throw ConfigError(fmt::format("technology '{}' is not shipped with this program; {}", name,
                                  suggest_name(name, shipped_technologies())));
}

const Technology& default_technology() { return shipped_technology(shipped_technologies().front()); }

} // namespace fracbit::models

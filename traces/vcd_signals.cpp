#include "traces/vcd_signals.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <cctype>

namespace fracbit::traces {
namespace {

/// VCD names are identifiers: anything else becomes '_'.
std::string identifier(std::string_view text) {
    std::string name;
    for (const char c : text) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0) name.insert(0, "_");
    return name;
}

std::string unique_name(const std::vector<VcdSignal>& taken, const std::string& wanted) {
    std::string name = wanted;
    const auto is_taken = [&](const VcdSignal& signal) { return signal.scope == "queue" && signal.name == name; };
    for (int n = 2; std::any_of(taken.begin(), taken.end(), is_taken); ++n) name = wanted + "_" + std::to_string(n);
    return name;
}

} // namespace

std::vector<VcdSignal> vcd_signals(const TraceHeader& header) {
    std::vector<VcdSignal> all;
    all.push_back({VcdKind::layer, 0, "", "layer", "integer", 32});
    for (int i = 0; i < models::block_count; ++i) {
        const std::string block = models::to_string(static_cast<models::BlockId>(i));
        all.push_back({VcdKind::state, i, block, "state", "wire", 2});
        all.push_back({VcdKind::busy, i, block, "busy", "wire", 1});
    }
    all.push_back({VcdKind::burst_active, 0, "burst", "active", "wire", 1});
    all.push_back({VcdKind::burst_address, 0, "burst", "address", "wire", 64});
    all.push_back({VcdKind::burst_write, 0, "burst", "write", "wire", 1});
    all.push_back({VcdKind::burst_stream, 0, "burst", "stream", "wire", 4});
    for (std::size_t i = 0; i < header.queues.size(); ++i) {
        const std::string name = unique_name(all, identifier(header.queues[i]));
        all.push_back({VcdKind::level, static_cast<int>(i), "queue", name, "integer", 64});
    }
    return all;
}

std::vector<VcdSignal> choose_signals(const std::vector<VcdSignal>& all, const std::vector<std::string>& patterns) {
    if (patterns.empty()) return all;
    std::vector<bool> chosen(all.size());
    std::string unknown;
    for (const std::string& pattern : patterns) {
        bool found = false;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!matches_glob(all[i].full_name(), pattern)) continue;
            chosen[i] = found = true;
        }
        if (!found) unknown += (unknown.empty() ? "'" : ", '") + pattern + "'";
    }
    if (!unknown.empty()) {
        std::string message = "no signal matches " + unknown + "; '*' stands for any text, and the signals are";
        for (const VcdSignal& signal : all) message += " " + signal.full_name();
        throw ConfigError(message);
    }
    std::vector<VcdSignal> result;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (chosen[i]) result.push_back(all[i]);
    return result;
}

bool matches_glob(std::string_view text, std::string_view pattern) {
    std::size_t t = 0, p = 0;
    std::size_t star = std::string_view::npos, star_text = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_text = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1; // let the last star take one character more
            t = ++star_text;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

} // namespace fracbit::traces

#include "models/circuits/pair_sharing.hpp"

#include "models/circuits/netlist_builder.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace fracbit::models {
namespace {

using Words = std::vector<std::uint64_t>;

/// A column of the matrix of rows x signals: the rows that sum a signal.
struct Column {
    Signal signal = 0;
    Words rows;
};

class PairSharing {
public:
    PairSharing(NetlistBuilder& builder, const std::vector<SignalRow>& rows, const PairSharingOptions& options)
        : builder_(builder), options_(options), n_rows_(rows.size()), words_((rows.size() + 63) / 64) {
        fill_columns(rows);
        // Deeper trees than 62 levels cannot come from rows of 64 inputs, so such a limit is none.
        if (options.max_depth && *options.max_depth < 62) fill_slack(rows, *options.max_depth);
        for (std::size_t c = 0; c < columns_.size(); ++c) offer_pairs(c);
    }

    void run() {
        while (const auto pair = take_best()) {
            stop_if(options_.cancelled);
            join(pair->a, pair->b);
        }
        for (std::size_t row = 0; row < n_rows_; ++row) {
            SignalRow left;
            for (const Column& column : columns_)
                if ((column.rows[row / 64] >> (row % 64) & 1) != 0) left.push_back(column.signal);
            builder_.balanced(left);
        }
    }

private:
    struct Pair {
        std::uint32_t a = 0, b = 0; ///< columns
    };

    void fill_columns(const std::vector<SignalRow>& rows) {
        std::vector<std::size_t> column_of(static_cast<std::size_t>(builder_.signals()), rows.size() * 64);
        const std::size_t none = rows.size() * 64;
        for (std::size_t row = 0; row < rows.size(); ++row)
            for (const Signal s : rows[row]) {
                std::size_t& c = column_of[static_cast<std::size_t>(s)];
                if (c == none) {
                    c = columns_.size();
                    columns_.push_back({s, Words(words_)});
                }
                columns_[c].rows[row / 64] |= std::uint64_t{1} << (row % 64);
            }
        for (std::size_t c = 0; c < columns_.size(); ++c) active_.push_back(c);
    }

    void fill_slack(const std::vector<SignalRow>& rows, int max_depth) {
        slack_.assign(rows.size(), std::int64_t{1} << max_depth);
        for (std::size_t row = 0; row < rows.size(); ++row)
            for (const Signal s : rows[row]) slack_[row] -= std::int64_t{1} << builder_.level(s);
        const auto levels = static_cast<std::size_t>(max_depth) + 1;
        able_.assign(levels * levels, Words(words_));
        for (int high = 0; high <= max_depth; ++high)
            for (int low = 0; low < high; ++low)
                for (std::size_t row = 0; row < rows.size(); ++row)
                    if (slack_[row] >= loss(high, low)) able(high, low)[row / 64] |= std::uint64_t{1} << (row % 64);
    }

    /// What a row loses of its slack 2^max_depth - sum of 2^level when signals of these levels become one.
    static std::int64_t loss(int high, int low) { return (std::int64_t{1} << high) - (std::int64_t{1} << low); }
    /// The rows that can afford it.
    Words& able(int high, int low) {
        return able_[static_cast<std::size_t>(high) * (static_cast<std::size_t>(*options_.max_depth) + 1) +
                     static_cast<std::size_t>(low)];
    }

    /// The mask of rows that may use the pair, or nothing if all may.
    const Words* rows_able(std::size_t a, std::size_t b) {
        if (slack_.empty()) return nullptr;
        const int la = builder_.level(columns_[a].signal);
        const int lb = builder_.level(columns_[b].signal);
        return la == lb ? nullptr : &able(std::max(la, lb), std::min(la, lb));
    }

    int count(std::size_t a, std::size_t b) {
        const Words& x = columns_[a].rows;
        const Words& y = columns_[b].rows;
        int rows = 0;
        if (const Words* mask = rows_able(a, b))
            for (std::size_t w = 0; w < words_; ++w) rows += std::popcount(x[w] & y[w] & (*mask)[w]);
        else
            for (std::size_t w = 0; w < words_; ++w) rows += std::popcount(x[w] & y[w]);
        return rows;
    }

    void offer(std::size_t a, std::size_t b, int rows) {
        if (rows < 2) return;
        const auto place = static_cast<std::size_t>(rows);
        if (place >= buckets_.size()) buckets_.resize(place + 1);
        buckets_[place].push_back({static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b)});
    }

    void offer_pairs(std::size_t column) {
        std::size_t kept = 0;
        for (const std::size_t other : active_) {
            if (std::all_of(columns_[other].rows.begin(), columns_[other].rows.end(), [](auto w) { return w == 0; }))
                continue;
            active_[kept++] = other;
            if (other < column) offer(other, column, count(other, column));
        }
        active_.resize(kept);
    }

    /// Counts only fall, so a pair's bucket is an upper bound: the first whose count is what its bucket says is best.
    std::optional<Pair> take_best() {
        while (buckets_.size() > 2) {
            auto& bucket = buckets_.back();
            if (bucket.empty()) {
                buckets_.pop_back();
                continue;
            }
            if (options_.random != nullptr) std::swap(bucket[options_.random->below(bucket.size())], bucket.back());
            const Pair pair = bucket.back();
            bucket.pop_back();
            const int rows = count(pair.a, pair.b);
            if (static_cast<std::size_t>(rows) + 1 == buckets_.size()) return pair;
            offer(pair.a, pair.b, rows);
        }
        return std::nullopt;
    }

    void join(std::size_t a, std::size_t b) {
        Column both{builder_.gate(columns_[a].signal, columns_[b].signal), Words(words_)};
        const Words* mask = rows_able(a, b);
        for (std::size_t w = 0; w < words_; ++w) {
            both.rows[w] = columns_[a].rows[w] & columns_[b].rows[w];
            if (mask != nullptr) both.rows[w] &= (*mask)[w];
            columns_[a].rows[w] ^= both.rows[w];
            columns_[b].rows[w] ^= both.rows[w];
        }
        if (mask != nullptr) spend(both.rows, builder_.level(columns_[a].signal), builder_.level(columns_[b].signal));
        columns_.push_back(std::move(both));
        active_.push_back(columns_.size() - 1);
        offer_pairs(columns_.size() - 1);
    }

    void spend(const Words& rows, int la, int lb) {
        for (std::size_t w = 0; w < words_; ++w)
            for (std::uint64_t left = rows[w]; left != 0; left &= left - 1) {
                const std::size_t row = 64 * w + static_cast<std::size_t>(std::countr_zero(left));
                slack_[row] -= loss(std::max(la, lb), std::min(la, lb));
                for (int high = 1; high <= *options_.max_depth; ++high)
                    for (int low = 0; low < high; ++low)
                        if (slack_[row] < loss(high, low)) able(high, low)[w] &= ~(std::uint64_t{1} << (row % 64));
            }
    }

    NetlistBuilder& builder_;
    PairSharingOptions options_;
    std::size_t n_rows_;
    std::size_t words_;
    std::vector<Column> columns_;
    std::vector<std::size_t> active_;        ///< columns with rows
    std::vector<std::vector<Pair>> buckets_; ///< [count]: pairs of columns
    std::vector<std::int64_t> slack_;        ///< [row]; empty without a limit
    std::vector<Words> able_;
};

} // namespace

void share_pairs(NetlistBuilder& builder, const std::vector<SignalRow>& rows, const PairSharingOptions& options) {
    PairSharing(builder, rows, options).run();
}

} // namespace fracbit::models

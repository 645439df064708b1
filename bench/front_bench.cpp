// Nanoseconds a point of exact Pareto fronts, milliseconds of hypervolumes and of commits to a result store. The store
// goes to the folder given as argument, by default the current one.
#include "explorer/front/hypervolume.hpp"
#include "explorer/front/pareto_front.hpp"
#include "explorer/store/result_store.hpp"
#include "models/core/random.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>
#include <string>
#include <vector>

using namespace fracbit;
using namespace fracbit::explorer;

namespace {

template <class Work>
double seconds(const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

enum class Shape { uniform, clusters, simplex, sphere };

/// n points one after the other. On simplex and sphere, `near` is the share of points that are on the trade-off
/// surface.
std::vector<double> points_of(Shape shape, int objectives, std::int64_t n, double near) {
    Random random(7);
    std::vector<double> centres(static_cast<std::size_t>(20 * objectives)), all;
    for (auto& centre : centres) centre = random.uniform();
    std::vector<double> point(static_cast<std::size_t>(objectives));
    for (std::int64_t i = 0; i < n; ++i) {
        const auto cluster = random.below(20) * point.size();
        double sum = 0;
        for (std::size_t o = 0; o < point.size(); ++o) {
            switch (shape) {
            case Shape::uniform:
                point[o] = random.uniform();
                break;
            case Shape::clusters:
                point[o] = centres[cluster + o] + 0.02 * random.normal();
                break;
            case Shape::simplex:
                sum += point[o] = -std::log(1 - random.uniform());
                break;
            case Shape::sphere:
                point[o] = std::abs(random.normal()), sum += point[o] * point[o];
                break;
            }
        }
        const bool away = random.uniform() >= near;
        for (auto& value : point) {
            if (shape == Shape::simplex) value /= sum;
            if (shape == Shape::sphere) value = 1 - value / std::sqrt(sum);
            if (away && (shape == Shape::simplex || shape == Shape::sphere)) value += random.uniform();
        }
        all.insert(all.end(), point.begin(), point.end());
    }
    return all;
}

void bench_front(const char* name, Shape shape, int objectives, double near) {
    constexpr std::int64_t n = 1'000'000;
    const auto points = points_of(shape, objectives, n, near);
    const std::vector<double> values(30, 1.0);
    ParetoFront front(objectives);
    const auto width = static_cast<std::size_t>(objectives);
    const double took = seconds([&] {
        for (std::int64_t i = 0; i < n; ++i)
            front.add(i, {points.data() + static_cast<std::size_t>(i) * width, width}, values);
    });
    fmt::print("{:<10} {:>10} {:>9} {:>10.1f}\n", name, objectives, front.size(), took / n * 1e9);
}

void bench_hypervolume(int objectives) {
    const auto points = points_of(Shape::sphere, objectives, 1000, 1);
    std::vector<FrontMember> front;
    const auto width = static_cast<std::ptrdiff_t>(objectives);
    for (std::ptrdiff_t i = 0; i < 1000; ++i)
        front.push_back({i, 1, {points.begin() + i * width, points.begin() + (i + 1) * width}, {}});
    double volume = 0;
    const double took =
        seconds([&] { volume = hypervolume(front, std::vector<double>(static_cast<std::size_t>(objectives), 1.1)); });
    fmt::print("hypervolume of 1,000 points, {} objectives: {:.2f} ms ({:.4f})\n", objectives, took * 1e3, volume);
}

void bench_store(const std::string& path, std::size_t members) {
    StoreHeader header;
    header.program_version = header.space_hash = "bench";
    header.plan.chunks = 1000;
    for (int i = 0; i < 60; ++i) header.columns.push_back({fmt::format("m{}", i), "", "metric", false, {}, {}});
    for (int i = 0; i < 3; ++i) header.columns.push_back({fmt::format("o{}", i), "", "objective", false, {}, {}});
    Random random(1);
    const auto member = [&](PointId id) {
        FrontMember made{id, 1, {}, {}};
        for (int i = 0; i < 63; ++i) made.values.push_back(random.uniform());
        made.objectives.assign(made.values.begin() + 60, made.values.end());
        return made;
    };
    std::vector<FrontMember> front;
    for (std::size_t i = 0; i < members; ++i) front.push_back(member(static_cast<PointId>(i) * 1000));

    std::remove(path.c_str());
    auto store = ResultStore::open(path, header);
    const auto commit = [&](std::int64_t chunk) { store.commit({chunk}, {}, front, {}); };
    const double first = seconds([&] { commit(0); });
    constexpr int commits = 20;
    double changed = 0, unchanged = 0;
    for (int number = 1; number <= commits; ++number) {
        for (std::size_t i = 0; i < members / 100; ++i) {
            auto& gone = front[random.below(members)];
            gone = member(gone.id / 1000 * 1000 + static_cast<PointId>(random.below(1000)));
        }
        changed += seconds([&] { commit(number); });
        unchanged += seconds([&] { commit(commits + number); });
    }
    const double read = seconds([&] { (void)read_store(path); });
    fmt::print("store with a front of {} members, 63 columns: first commit {:.0f} ms, 1 % changed {:.0f} ms, front "
               "unchanged {:.0f} ms, reading {:.0f} ms\n",
               members, first * 1e3, changed / commits * 1e3, unchanged / commits * 1e3, read * 1e3);
    std::remove(path.c_str());
}

} // namespace

int main(int argc, char** argv) {
    fmt::print("{:<10} {:>10} {:>9} {:>10}   1,000,000 points each\n", "points", "objectives", "front", "ns/point");
    for (const int objectives : {1, 2, 3, 5}) bench_front("uniform", Shape::uniform, objectives, 0);
    for (const int objectives : {3, 5}) bench_front("clusters", Shape::clusters, objectives, 0);
    for (const double near : {0.001, 0.01, 0.1}) bench_front("sphere", Shape::sphere, 3, near);
    for (const int objectives : {2, 5, 8}) bench_front("sphere", Shape::sphere, objectives, 0.1);
    for (const int objectives : {3, 5}) bench_front("simplex", Shape::simplex, objectives, 0.1);
    for (const int objectives : {2, 3, 4, 5}) bench_hypervolume(objectives);
    const std::string folder = argc > 1 ? argv[1] : ".";
    for (const std::size_t members : {1000, 10'000, 100'000}) bench_store(folder + "/front_bench.sqlite", members);
}

#include "explorer/search/evolution.hpp"

#include "explorer/search/threads.hpp"
#include "models/core/cancelled.hpp"
#include "models/core/random.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include <nlohmann/json.hpp>
#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/nsga2.hpp>
#include <pagmo/batch_evaluators/member_bfe.hpp>
#include <pagmo/bfe.hpp>
#include <pagmo/population.hpp>
#include <pagmo/problem.hpp>
#include <tbb/enumerable_thread_specific.h>

namespace fracbit::explorer {
namespace {

constexpr double crossover_probability = 0.95, crossover_index = 10, mutation_index = 20;

/// What pagmo's copies of the problem share.
struct Context {
    Context(const Evaluator& points, const SearchPlan& how, int threads, Journal& results)
        : evaluator(points), plan(how), journal(results), team(threads) {
        for (std::size_t i = 0; i < space().axes().size(); ++i)
            if (space().axes()[i].size > 1) axes.push_back(i);
    }

    const Evaluator& evaluator;
    const SearchPlan& plan;
    Journal& journal;
    Threads team;
    tbb::enumerable_thread_specific<std::unique_ptr<Evaluator::Worker>> workers;
    Findings* findings = nullptr;  ///< of the generation
    std::vector<std::size_t> axes; ///< that have more than one turn: the variables

    [[nodiscard]] const DesignSpace& space() const { return evaluator.space(); }
    [[nodiscard]] PointId id_of(const double* variables) const {
        std::vector<int> digits(space().axes().size());
        for (std::size_t i = 0; i < axes.size(); ++i) digits[axes[i]] = static_cast<int>(std::lround(variables[i]));
        return space().id_of(digits);
    }
    Evaluator::Worker& worker() {
        std::unique_ptr<Evaluator::Worker>& own = workers.local();
        if (!own) own = std::make_unique<Evaluator::Worker>(evaluator);
        return *own;
    }
    pagmo::vector_double fitnesses(const pagmo::vector_double& variables);
};

/// Points that are not feasible are worse than all that are; the further they came, the better.
double penalty(PointStatus status) { return 1e30 * (point_status_count - static_cast<double>(status)); }

/// Fitness of many points, one after the other in a row. Evaluated in any order, taken in theirs. Throws Cancelled
/// once the journal says stop: a generation may take minutes.
pagmo::vector_double Context::fitnesses(const pagmo::vector_double& variables) {
    const std::size_t points = variables.size() / axes.size(), objectives = space().objectives().size();
    pagmo::vector_double result(points * objectives);
    std::vector<Findings> found(points, Findings(static_cast<int>(objectives), findings->sample.rest()));
    team.each(points, [&](std::size_t i) {
        if (journal.stopped()) throw Cancelled();
        Evaluator::Worker& own = worker();
        const PointId id = id_of(&variables[i * axes.size()]);
        const PointStatus status = own.evaluate(id);
        Finder(own, space(), found[i].front, found[i]).take(id, status);
        for (std::size_t k = 0; k < objectives; ++k)
            result[i * objectives + k] = status == PointStatus::feasible ? own.objectives()[k] : penalty(status);
    });
    for (const Findings& one : found) findings->merge(one);
    return result;
}

struct Problem {
    std::shared_ptr<Context> context;

    [[nodiscard]] pagmo::vector_double fitness(const pagmo::vector_double& variables) const {
        return context->fitnesses(variables);
    }
    [[nodiscard]] pagmo::vector_double batch_fitness(const pagmo::vector_double& variables) const {
        return context->fitnesses(variables);
    }
    [[nodiscard]] std::pair<pagmo::vector_double, pagmo::vector_double> get_bounds() const {
        pagmo::vector_double low, high;
        for (const std::size_t axis : context->axes) {
            low.push_back(0);
            high.push_back(context->space().axes()[axis].size - 1);
        }
        return {low, high};
    }
    [[nodiscard]] pagmo::vector_double::size_type get_nobj() const { return context->space().objectives().size(); }
    [[nodiscard]] pagmo::vector_double::size_type get_nix() const { return context->axes.size(); }
};

/// One digit of a point in the mean, but of short points not all.
double mutation_probability(const Context& context) {
    return std::min(0.5, 1.0 / static_cast<double>(context.axes.size()));
}

/// Seeds of generations: each one starts anew, so that a search can go on from its population alone.
unsigned seed_of(std::uint64_t seed, std::int64_t generation) {
    Random random(seed);
    const std::uint64_t own = random.next() + static_cast<std::uint64_t>(generation);
    return static_cast<unsigned>(Random(own).next() >> 33);
}

/// What a search goes on from.
struct Generation {
    std::int64_t number = -1;
    std::vector<PointId> points;
};

std::string text_of(const Generation& generation) {
    return nlohmann::json{{"generation", generation.number}, {"points", generation.points}}.dump();
}

Generation generation_from(const std::string& state) {
    const nlohmann::json kept = nlohmann::json::parse(state);
    return {kept.at("generation").get<std::int64_t>(), kept.at("points").get<std::vector<PointId>>()};
}

pagmo::vector_double row_of(const Context& context, PointId id) {
    std::vector<int> digits(context.space().axes().size());
    context.space().digits_of(id, digits);
    pagmo::vector_double row;
    for (const std::size_t axis : context.axes) row.push_back(digits[axis]);
    return row;
}

/// The points in an order of their own, with their fitness.
pagmo::population population_of(Context& context, const pagmo::problem& problem, const std::vector<PointId>& ids) {
    const std::size_t objectives = problem.get_nobj();
    pagmo::vector_double variables;
    for (const PointId id : ids) {
        const pagmo::vector_double row = row_of(context, id);
        variables.insert(variables.end(), row.begin(), row.end());
    }
    const pagmo::vector_double fitness = context.fitnesses(variables);
    pagmo::population population(problem, 0, 1U);
    for (std::size_t i = 0; i < ids.size(); ++i)
        population.push_back(row_of(context, ids[i]),
                             pagmo::vector_double(fitness.begin() + static_cast<std::ptrdiff_t>(i * objectives),
                                                  fitness.begin() + static_cast<std::ptrdiff_t>((i + 1) * objectives)));
    return population;
}

std::vector<PointId> first_points(const Context& context) {
    Random random(context.plan.seed);
    std::vector<PointId> ids;
    for (std::int64_t i = 0; i < context.plan.population; ++i)
        ids.push_back(static_cast<PointId>(random.below(static_cast<std::uint64_t>(context.space().size()))));
    return ids;
}

} // namespace

void evolve(const Evaluator& evaluator, const SearchPlan& plan, const std::string& state, int threads,
            Journal& journal) try {
    const auto context = std::make_shared<Context>(evaluator, plan, threads, journal);
    const pagmo::problem problem{Problem{context}};
    Generation last = state.empty() ? Generation{-1, first_points(*context)} : generation_from(state);
    Findings findings = journal.empty_findings();
    context->findings = &findings;
    const auto finish = [&](const pagmo::population& population) {
        ++last.number;
        last.points.clear();
        for (const pagmo::vector_double& row : population.get_x()) last.points.push_back(context->id_of(row.data()));
        journal.count(findings.counts.evaluated());
        journal.add(last.number, findings, text_of(last));
        findings = journal.empty_findings();
    };
    pagmo::population population = population_of(*context, problem, last.points);
    if (last.number < 0)
        finish(population);
    else
        findings = journal.empty_findings(); // were counted when they were new
    while (last.number + 1 < plan.chunks && !journal.stopped()) {
        pagmo::nsga2 one_generation(1, crossover_probability, crossover_index, mutation_probability(*context),
                                    mutation_index, seed_of(plan.seed, last.number + 1));
        one_generation.set_bfe(pagmo::bfe{pagmo::member_bfe{}});
        population = pagmo::algorithm(one_generation).evolve(population);
        finish(population);
    }
} catch (const Cancelled&) {
    // The generation is lost; the journal has those before it.
}

} // namespace fracbit::explorer

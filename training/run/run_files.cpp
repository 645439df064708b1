#include "training/run/run_files.hpp"

#include "models/charts/line_chart.hpp"
#include "models/files/atomic_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::training {
namespace {

void write_text(const std::string& path, const std::string& text) {
    models::AtomicFile file(path);
    file.write(text);
    file.commit();
}

} // namespace

std::string log_csv(const History& history) {
    std::string text = "# format_version = 1\nepoch,learning_rate,s_tanh,loss,train_accuracy,test_accuracy\n";
    for (const EpochRecord& epoch : history)
        text += fmt::format("{},{:.6g},{:.6g},{:.6f},{:.6f},{:.6f}\n", epoch.epoch, epoch.learning_rate, epoch.s_tanh,
                            epoch.loss, epoch.train_accuracy, epoch.test_accuracy);
    return text;
}

std::string log_json(const Recipe& recipe, const History& history, int threads, const std::string& device) {
    nlohmann::ordered_json json;
    json["format_version"] = 1;
    json["recipe"] = recipe.lines();
    json["bits_per_weight"] = recipe.bits_per_weight();
    json["device"] = device;
    json["threads"] = threads;
    json["epochs"] = nlohmann::ordered_json::array();
    for (const EpochRecord& epoch : history) {
        nlohmann::ordered_json entry;
        entry["epoch"] = epoch.epoch;
        entry["learning_rate"] = epoch.learning_rate;
        entry["s_tanh"] = epoch.s_tanh;
        entry["loss"] = epoch.loss;
        entry["train_accuracy"] = epoch.train_accuracy;
        entry["test_accuracy"] = epoch.test_accuracy;
        if (epoch.seconds > 0) entry["seconds"] = epoch.seconds;
        json["epochs"].push_back(entry);
    }
    return json.dump(1) + "\n";
}

std::string curve_svg(const Recipe& recipe, const History& history) {
    constexpr double percent = 100;
    models::ChartPanel error{recipe.name, "epoch", "error, %", {{"training", {}}, {"test", {}}}};
    models::ChartPanel loss{"", "epoch", "loss", {{"training", {}}, {"test", {}}}};
    for (const EpochRecord& epoch : history) {
        error.series[0].points.emplace_back(epoch.epoch, percent * (1 - epoch.train_accuracy));
        error.series[1].points.emplace_back(epoch.epoch, percent * (1 - epoch.test_accuracy));
        loss.series[0].points.emplace_back(epoch.epoch, epoch.loss);
    }
    return models::to_svg({error, loss});
}

void write_logs(const RunFolder& files, const Recipe& recipe, const History& history, int threads,
                const std::string& device) {
    write_text(files.log_csv(), log_csv(history));
    write_text(files.log_json(), log_json(recipe, history, threads, device));
    if (!history.empty()) write_text(files.curve(), curve_svg(recipe, history));
}

} // namespace fracbit::training

// fracbit-train, which `fracbit train` becomes: a recipe and images in, a model file out.
#include "cli/console.hpp"
#include "cli/data_set_files.hpp"
#include "cli/distinct_files.hpp"
#include "cli/interrupt.hpp"
#include "cli/json_output.hpp"
#include "cli/option_checks.hpp"
#include "cli/progress_line.hpp"
#include "cli/threads_option.hpp"
#include "models/core/version.hpp"
#include "models/data/named_dataset.hpp"
#include "models/files/atomic_file.hpp"
#include "training/run/command_line.hpp"
#include "training/run/measured_row.hpp"
#include "training/run/run_files.hpp"
#include "training/run/trainer.hpp"

#include <algorithm>
#include <cstdio>
#include <new>
#include <sstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::cli {
namespace {

constexpr double percent = 100;

struct TrainOptions {
    std::string recipe, data_dir, json, full_precision;
    std::string command; ///< as typed
    std::vector<std::string> overrides;
    training::TrainingOptions run;
};

std::string duration(double seconds) {
    if (seconds < 100) return fmt::format("{:.0f} s", seconds);
    if (seconds < 6000) return fmt::format("{:.0f} min", seconds / 60);
    return fmt::format("{:.1f} h", seconds / 3600);
}

std::string progress_text(const training::TrainingProgress& at) {
    constexpr std::int64_t cells = 20;
    const std::int64_t full = at.images == 0 ? 0 : cells * at.image / at.images;
    return fmt::format("epoch {}/{} [{:#<{}}{:.<{}}] loss {:.4f}, {:.2f} %, {:.0f} images/s, {} left", at.epoch,
                       at.epochs, "", full, "", cells - full, at.loss, percent * at.accuracy, at.images_per_second,
                       duration(at.seconds_left));
}

std::string epoch_text(const training::EpochRecord& epoch, int epochs) {
    return fmt::format("epoch {:>3}/{}  rate {:<8.4g} S_tanh {:<6.4g} loss {:.4f}  train {:6.2f} %  test {:6.2f} %{}\n",
                       epoch.epoch, epochs, epoch.learning_rate, epoch.s_tanh, epoch.loss,
                       percent * epoch.train_accuracy, percent * epoch.test_accuracy,
                       epoch.seconds > 0 ? fmt::format("  {:.1f} s", epoch.seconds) : "");
}

std::string result_text(const training::TrainingResult& result, const training::Recipe& recipe) {
    std::string text = fmt::format("test accuracy {:.2f} % of {} images, {:.3f} bits a weight\n",
                                   percent * result.test_accuracy, result.test_images, recipe.bits_per_weight());
    text += fmt::format("functional path on {}: {} of {} predictions equal, {:.2f} % right\n", result.model_path,
                        result.functional_equal, result.test_images,
                        percent * static_cast<double>(result.functional_correct) /
                            static_cast<double>(std::max<std::int64_t>(1, result.test_images)));
    return text;
}

nlohmann::ordered_json to_json(const training::TrainingResult& result, const training::Recipe& recipe) {
    nlohmann::ordered_json json;
    json["recipe"] = recipe.name;
    json["network"] = recipe.network.name;
    json["bits_per_weight"] = recipe.bits_per_weight();
    json["epochs"] = result.history.size();
    json["resumed_epochs"] = result.resumed_epochs;
    json["threads"] = result.threads;
    json["test_images"] = result.test_images;
    json["test_accuracy"] = result.test_accuracy;
    json["functional_equal_predictions"] = result.functional_equal;
    json["functional_correct"] = result.functional_correct;
    json["model"] = result.model_path;
    return json;
}

/// Before hours of training: no result may take the place of what it is made from, or of another result.
void check_files(const TrainOptions& options, const training::Recipe& recipe) {
    std::vector<NamedFile> written{{"--json", options.json}, {"--out", options.run.folder}};
    for (const std::string& path : training::RunFolder{options.run.folder}.paths()) written.push_back({"--out", path});
    std::vector<NamedFile> read = data_set_files(recipe.dataset, options.data_dir, written);
    read.push_back({"the recipe", options.recipe});
    read.push_back({"the network's shapes", recipe.shapes});
    read.push_back({"the log of --full-precision", options.full_precision});
    check_distinct(read, written);
}

std::string folder_of(const std::string& name) {
    if (name.find('/') != std::string::npos || name == "." || name == "..")
        throw ConfigError(
            fmt::format("the recipe's name '{}' is no folder's name: say with --out where the run goes", name));
    return "out/" + name;
}

void run(TrainOptions options) {
    const training::Recipe recipe = training::read_recipe(options.recipe, options.overrides);
    if (options.run.folder.empty()) options.run.folder = folder_of(recipe.name);
    double full_precision = 0; // known before hours of training, or not at all
    if (!options.full_precision.empty()) {
        training::check_has_row(recipe);
        full_precision = training::full_precision_of(options.full_precision, recipe);
    }
    check_files(options, recipe);
    const auto train_images = models::open_dataset(recipe.images(options.data_dir, models::Split::train));
    const auto test_images = models::open_dataset(recipe.images(options.data_dir, models::Split::test));
    JsonOutput json(options.json);
    ProgressLine progress;
    options.run.progress = [&](const training::TrainingProgress& at) {
        progress.show(progress_text(at),
                      at.images == 0 ? -1
                                     : (at.epoch - 1 + static_cast<double>(at.image) / static_cast<double>(at.images)) /
                                           at.epochs);
    };
    options.run.epoch_done = [&](const training::EpochRecord& epoch) {
        progress.clear();
        if (options.json != "-") print(epoch_text(epoch, recipe.schedule.epochs));
    };
    options.run.cancelled = interrupted;
    const training::TrainingResult result = training::train(recipe, *train_images, *test_images, options.run);
    progress.clear();
    if (result.cancelled)
        throw InterruptedRun(fmt::format(
            "interrupted after {} of {} epochs; {}", result.history.size(), recipe.schedule.epochs,
            result.history.empty() ? "nothing was written" : "the same command with --resume goes on from there"));
    if (result.resumed_epochs > 0 && result.threads_before != result.threads)
        print_error(
            fmt::format("fracbit: note: the checkpoint was made with {} thread(s), this run has {}: the last bits of "
                        "sums differ from a run in one piece\n",
                        result.threads_before, result.threads));
    if (!options.full_precision.empty()) {
        models::AtomicFile row(training::RunFolder{options.run.folder}.measured());
        row.write(training::measured_row_csv(recipe, percent * result.test_accuracy, full_precision, options.command));
        row.commit();
    }
    json.write(to_json(result, recipe), result_text(result, recipe));
}

void add_options(CLI::App& app, TrainOptions& options) {
    app.add_option("recipe", options.recipe, "Recipe (TOML; docs/training.md)")->type_name("RECIPE")->required();
    app.add_option(
           "--data-dir", options.data_dir,
           "Folder with the data set's files (MNIST: the IDX files, plain or .gz; CIFAR-10: the binary version; "
           "image_folder: train/CLASS/*.JPEG, val/CLASS/*.JPEG)")
        ->required()
        ->envname("FRACBIT_DATA_DIR")
        ->type_name("DIR");
    app.add_option("--out", options.run.folder,
                   "Folder for checkpoint.h5, model.h5, log.csv, log.json, curve.svg; default: out/NAME of the recipe")
        ->type_name("DIR");
    app.add_flag("--resume", options.run.resume,
                 "Go on from the folder's checkpoint, if it has one; the result is that of a run in one piece");
    app.add_option("--set", options.overrides, "Another value for a key of the recipe; may be repeated")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_option(
           "--full-precision", options.full_precision,
           "Percent that the network reaches with 32-bit weights, or the log.json of that run: writes a row of an "
           "accuracy table, measured.csv (docs/accuracy.md)")
        ->type_name("PERCENT|LOG");
    app.add_option("--device", options.run.device, "cpu, or cuda where libtorch has it")
        ->type_name("NAME")
        ->capture_default_str();
    add_threads_option(app, options.run.threads);
    add_json_option(app, options.json);
}

int fail(const std::string& message, ExitCode exit_code) {
    print_error("fracbit: error: " + message + "\n");
    return static_cast<int>(exit_code);
}

int run_program(int argc, char** argv) {
    guard_standard_streams();
    catch_signals();
    CLI::App app("Trains a network whose weights take a fraction of a bit, and writes its model file.");
    app.name("fracbit train");
    app.set_version_flag("--version", std::string("fracbit ") + program_version());
    app.footer("Exit status: 0 good, 1 the run failed, 2 bad usage or bad input.");
    app.get_formatter()->column_width(30);
    TrainOptions options;
    options.command = "fracbit train";
    for (int i = 1; i < argc; ++i) options.command += ' ' + training::shell_word(argv[i]);
    add_options(app, options);
    refuse_empty_texts(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() != 0)
            return fail(std::string(error.what()) + "\nrun 'fracbit train --help' for the options",
                        ExitCode::bad_input);
        std::ostringstream text;
        app.exit(error, text, text);
        print(text.str());
        return static_cast<int>(ExitCode::success);
    }
    run(std::move(options));
    return static_cast<int>(ExitCode::success);
}

} // namespace
} // namespace fracbit::cli

int main(int argc, char** argv) {
    using namespace fracbit;
    try {
        return cli::run_program(argc, argv);
    } catch (const Error& error) {
        return cli::fail(error.what(), error.exit_code());
    } catch (const std::bad_alloc&) {
        return cli::fail("out of memory", ExitCode::run_failed);
    } catch (const std::exception& error) {
        return cli::fail(error.what(), ExitCode::run_failed);
    }
}

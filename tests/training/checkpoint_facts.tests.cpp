// What a checkpoint says of the run, and checkpoints that are whole but of something else.
#include "models/core/error.hpp"
#include "models/files/hdf5_reader.hpp"
#include "models/files/hdf5_writer.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"
#include "training/layers/torch.hpp"
#include "training/run/checkpoint.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;
using Catch::Matchers::Contains;

namespace {

const std::vector<Parameter> no_tensors;

std::vector<Parameter> made_tensors(const std::vector<std::string>& names, float value) {
    std::vector<Parameter> all;
    for (const std::string& name : names) all.push_back({name, at::full({2}, value), false});
    return all;
}

CheckpointFacts made_facts(const std::vector<std::string>& recipe) {
    CheckpointFacts made;
    made.recipe = recipe;
    made.data = "images";
    made.history = {EpochRecord{}}; // a checkpoint has at least one epoch
    return made;
}

} // namespace

TEST_CASE("a checkpoint gives back threads, steps and history of the process that wrote it") {
    const TemporaryFolder folder;
    const std::string path = folder.file("checkpoint.h5");
    CheckpointFacts written = made_facts({"a = 1"});
    written.steps = 70;
    written.threads = 3;
    written.history = {{1, 0.5, 10, 2.25, 0.125, 0.25, 8}, {2, 0.0625, 20, 1.5, 0.375, 0.75, 9}};
    write_checkpoint(path, written, {&no_tensors, &no_tensors, &no_tensors});
    CheckpointFacts expected = made_facts({"a = 1"});
    expected.history.clear();
    const CheckpointFacts read = read_checkpoint(path, expected, {&no_tensors, &no_tensors, &no_tensors});
    CHECK(read.steps == 70);
    CHECK(read.threads == 3);
    REQUIRE(read.history.size() == 2);
    CHECK(read.history[1].epoch == 2);
    CHECK(read.history[1].learning_rate == 0.0625);
    CHECK(read.history[1].s_tanh == 20);
    CHECK(read.history[1].loss == 1.5);
    CHECK(read.history[1].train_accuracy == 0.375);
    CHECK(read.history[1].test_accuracy == 0.75);
    CHECK(read.history[1].seconds == 0); // of an earlier process
}

TEST_CASE("a checkpoint of a network with more layers, or fewer, is that of another recipe") {
    const TemporaryFolder folder;
    const std::string path = folder.file("checkpoint.h5");
    const auto refusal = [&](const std::vector<std::string>& there, const std::vector<std::string>& here) {
        write_checkpoint(path, made_facts(there), {&no_tensors, &no_tensors, &no_tensors});
        return message_of<ConfigError>([&] {
            (void)read_checkpoint(path, made_facts(here), {&no_tensors, &no_tensors, &no_tensors});
        });
    };
    const std::string start = "'" + path + "' is the checkpoint of another recipe: ";
    CHECK(refusal({"a", "layer b", "layer c"}, {"a", "layer b"}) ==
          start + "it has more layers, first 'layer c'; use the same recipe and --set, or another output folder");
    CHECK_THAT(refusal({"a"}, {"a", "layer b"}), Contains("it was made with '', the recipe says 'layer b'"));
}

TEST_CASE("tensors of other names or another number are refused, and nothing is overwritten") {
    const TemporaryFolder folder;
    const std::string path = folder.file("checkpoint.h5");
    const std::vector<Parameter> written = made_tensors({"fc1.x", "fc1.bias"}, 2);
    write_checkpoint(path, made_facts({"a"}), {&written, &no_tensors, &no_tensors});
    const auto refusal = [&](const std::vector<Parameter>& here) {
        const std::string message = message_of<FormatError>([&] {
            (void)read_checkpoint(path, made_facts({"a"}), {&here, &no_tensors, &no_tensors});
        });
        for (const Parameter& parameter : here) CHECK(parameter.value[0].item<float>() == 1);
        return message;
    };
    CHECK_THAT(refusal(made_tensors({"fc1.x", "fc2.bias"}, 1)), Contains("found 'fc1.bias', expected 'fc2.bias'"));
    CHECK_THAT(refusal(made_tensors({"fc1.x"}, 1)),
               Contains("expected a group of 1 tensors; the checkpoint is of another program version"));
    CHECK_THAT(refusal(made_tensors({"fc1.x", "fc1.bias", "fc2.x"}, 1)), Contains("expected a group of 3 tensors"));
    const std::vector<Parameter> same = made_tensors({"fc1.x", "fc1.bias"}, 1);
    (void)read_checkpoint(path, made_facts({"a"}), {&same, &no_tensors, &no_tensors});
    CHECK(same[1].value[1].item<float>() == 2);
}

TEST_CASE("a checkpoint of a later version says which this program reads") {
    const TemporaryFolder folder;
    const std::string path = folder.file("checkpoint.h5");
    {
        models::Hdf5Writer file(path);
        file.integer("/", "format_version", 2);
        file.text("/", "kind", "training checkpoint");
        file.commit();
    }
    CHECK_THAT(message_of<FormatError>([&] {
                   (void)read_checkpoint(path, made_facts({"a"}), {&no_tensors, &no_tensors, &no_tensors});
               }),
               Contains("found 2, this program reads 1; use the program that wrote it"));
}

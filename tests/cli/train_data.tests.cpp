// Training on image folders, and with pruning: from the first weights to what infer says of the file.
#include "models/core/random.hpp"
#include "tests/cli/bright_rows.hpp"
#include "tests/cli/program.hpp"
#include "tests/models/data/idx_bytes.hpp"
#include "tests/models/data/image_files.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

#ifdef FRACBIT_TRAINING

namespace {

/// `count` JPEGs of about 32 x 32 in each class: bright stripes across, along, or none.
void put_folder(const TemporaryFolder& folder, const std::string& split, int count,
                const std::vector<std::string>& names) {
    fracbit::Random random(split == "train" ? 1 : 2);
    for (std::size_t label = 0; label < names.size(); ++label) {
        std::filesystem::create_directories(folder.file(split + "/" + names[label]));
        for (int i = 0; i < count; ++i) {
            fracbit::models::RgbImage image{32 + i % 5, 34 - i % 3, {}};
            for (std::int64_t y = 0; y < image.height; ++y)
                for (std::int64_t x = 0; x < image.width; ++x)
                    for (int c = 0; c < 3; ++c) {
                        const bool bright = label == 0 ? y / 4 % 2 == 0 : label == 1 ? x / 4 % 2 == 0 : true;
                        image.pixels.push_back(static_cast<std::uint8_t>((bright ? 150 : 20) + random.below(60)));
                    }
            put(folder.file(split + "/" + names[label] + "/" + std::to_string(i) + ".JPEG"), jpeg_bytes(image));
        }
    }
}

/// A small residual network as ResNets have them, for 32 x 32 and `classes` classes.
void put_network(const TemporaryFolder& folder, int classes) {
    write_text(folder.file("net.csv"),
               "name,kind,channels,height,width,out_channels,kernel,stride,padding,relu,source,residual\n"
               "conv1,conv,3,32,32,8,3,2,1,1,,\n"
               "block.conv1,conv,8,16,16,8,3,,1,1,,\n"
               "block.conv2,conv,8,16,16,8,3,,1,1,,conv1\n"
               "pool,global_average_pool,8,16,16,,,,,,,\n"
               "fc,linear,8,,," +
                   std::to_string(classes) + ",,,,,,\n");
}

std::string shipped_recipe(const TemporaryFolder& folder, const std::string& name) {
    // The shipped recipe beside another network, since the shapes belong to the recipe's folder.
    std::string text = read_text(repository("examples/recipes/" + name));
    const std::size_t begin = text.find("shapes = "), end = text.find('\n', begin);
    text.replace(begin, end - begin, "shapes = \"net.csv\"");
    write_text(folder.file(name), text);
    return folder.file(name);
}

Json infer(const TemporaryFolder& folder, const std::string& model, std::vector<std::string> more = {}) {
    more.insert(more.begin(),
                {"infer", "--model", model, "--data-dir", folder.path(), "--json", folder.file("i.json")});
    const auto outcome = run_fracbit(more);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return read_json(folder.file("i.json"));
}

} // namespace

TEST_CASE("the ResNet-18 recipe trains on a folder of JPEGs, and infer answers from the folder as training did") {
    const TemporaryFolder folder;
    const std::vector<std::string> classes{"n01", "n02", "n03"};
    put_folder(folder, "train", 24, classes);
    put_folder(folder, "val", 6, classes);
    put_network(folder, 3);
    const std::string recipe = shipped_recipe(folder, "resnet18_0.8b.toml");
    const auto train = [&](const std::string& out, const std::string& threads) {
        return run_fracbit({"train", recipe, "--data-dir", folder.path(), "--out", folder.file(out), "--threads",
                            threads, "--set", "training.epochs=1", "--set", "training.batch_size=12", "--set",
                            "training.warmup_epochs=0", "--json", folder.file(out + ".json")});
    };
    const auto trained = train("out", "1");
    CHECK(trained.err.empty());
    REQUIRE(trained.status == 0);
    CHECK_THAT(trained.out, Contains("18 of 18 predictions equal"));
    const Json result = read_json(folder.file("out.json"));
    const Json inferred = infer(folder, folder.file("out/model.h5"), {"--dataset", "image_folder"});
    CHECK(inferred["accuracy"] == result["test_accuracy"]);
    CHECK(inferred["golden"]["predictions_equal"] == 18);
    const Json some = infer(folder, folder.file("out/model.h5"),
                            {"--dataset", "image_folder", "--first", "4", "--count", "3", "--arithmetic", "integer"});
    CHECK(some["images"] == 3);
    // The same bytes again.
    REQUIRE(train("again", "1").status == 0);
    CHECK(read_text(folder.file("again/model.h5")) == read_text(folder.file("out/model.h5")));
}

TEST_CASE("train and infer name images that cannot be read, and folders of another number of classes") {
    const TemporaryFolder folder;
    put_folder(folder, "train", 3, {"a", "b"});
    put_folder(folder, "val", 3, {"a", "b"});
    put_network(folder, 3);
    const std::string recipe = shipped_recipe(folder, "resnet18_0.8b.toml");
    const auto train = [&] {
        return run_fracbit(
            {"train", recipe, "--data-dir", folder.path(), "--out", folder.file("out"), "--threads", "1"});
    };
    const auto classes = train();
    CHECK(classes.status == 2);
    CHECK_THAT(classes.err, Contains("the train split has 2 classes, network 'net' tells 3 apart"));
    put_network(folder, 2);
    put(folder.file("train/b/1.JPEG"), read_text(folder.file("train/b/1.JPEG")).substr(0, 500));
    const auto damaged = train();
    CHECK(damaged.status == 2);
    CHECK_THAT(damaged.err, Contains("train/b/1.JPEG: cannot decode the image: "));
    const auto check = run_fracbit({"data", "check", "image_folder", "--data-dir", folder.path()});
    CHECK(check.status == 2);
    CHECK_THAT(check.err, Contains("1 of 12 images cannot be read:\n  ") &&
                              Contains("train/b/1.JPEG: cannot decode the image: ") && !Contains(" more"));
    put_folder(folder, "train", 3, {"a", "b"});
    const auto good = run_fracbit({"data", "check", "image_folder", "--data-dir", folder.path()});
    CHECK(good.status == 0);
    CHECK(good.out == "train: 6 images in 2 classes, 3 to 3 a class\nval: 6 images in 2 classes, 3 to 3 a class\n");
}

TEST_CASE("data check names all bad images of a folder, of very many the first and how many more there are") {
    const TemporaryFolder folder;
    put_folder(folder, "train", 12, {"a", "b"});
    put_folder(folder, "val", 3, {"a", "b"});
    put(folder.file("train/a/0.JPEG"), "no image");
    put(folder.file("train/b/11.JPEG"), read_text(folder.file("train/b/11.JPEG")).substr(0, 500));
    put(folder.file("val/a/2.JPEG"), "");
    const auto check = [&] {
        return run_fracbit(
            {"data", "check", "image_folder", "--data-dir", folder.path(), "--json", folder.file("check.json")});
    };
    const auto some = check();
    CHECK(some.status == 2);
    CHECK_THAT(some.out, Contains("train: 24 images in 2 classes") && Contains("val: 6 images in 2 classes"));
    CHECK_THAT(some.err, Contains("error: 3 of 30 images cannot be read:\n") && Contains("train/a/0.JPEG: cannot ") &&
                             Contains("train/b/11.JPEG: cannot ") && Contains("val/a/2.JPEG: cannot ") &&
                             !Contains(" more"));
    CHECK(read_json(folder.file("check.json"))["bad_images"] == 3);
    CHECK(read_json(folder.file("check.json"))["problems"].size() == 3);
    for (const char* name : {"a", "b"})
        for (int i = 0; i < 12; ++i) put(folder.file(fmt::format("train/{}/{}.JPEG", name, i)), "no image");
    const auto many = check();
    CHECK(many.status == 2);
    CHECK_THAT(many.err, Contains("25 of 30 images cannot be read:\n") && Catch::EndsWith("\n  and 5 more\n"));
    CHECK(std::count(many.err.begin(), many.err.end(), '\n') == 22);
    CHECK(read_json(folder.file("check.json"))["problems"].size() == 20);
}

TEST_CASE("a network that was pruned at 90 percent while it was trained goes through encode and decode unchanged") {
    for (const std::string kind : {"magnitude", "low_rank"}) {
        CAPTURE(kind);
        const TemporaryFolder folder;
        put_rows(folder, "train", 480);
        put_rows(folder, "t10k", 60);
        write_text(folder.file("net.csv"), "name,kind,channels,height,width,out_channels,relu\n"
                                           "fc1,linear,1,6,6,96,1\n"
                                           "fc2,linear,96,,,6,\n");
        write_text(
            folder.file("pruned.toml"),
            "format_version = 1\nname = \"pruned\"\n[network]\nshapes = \"net.csv\"\n[data]\ndataset = \"mnist\"\n"
            "[weights]\nkind = \"binary\"\nsparsity = 0.9\n"
            "[pruning]\nkind = \"" +
                kind +
                "\"\nstart_epoch = 2\nramp_epochs = 4\n"
                "[estimator]\ns_tanh = 100\n"
                "[training]\nbatch_size = 20\nlearning_rate = 0.003\nepochs = 12\n");
        const auto trained = run_fracbit({"train", folder.file("pruned.toml"), "--data-dir", folder.path(), "--out",
                                          folder.file("out"), "--threads", "1", "--json", folder.file("result.json")});
        REQUIRE(trained.status == 0);
        const std::string model = folder.file("out/model.h5"), sparse = folder.file("sparse.h5");
        const auto encoded =
            run_fracbit({"encode", "--model", model, "--sparsity", "zeros", "--mask",
                         kind == "magnitude" ? "bitmap" : "low-rank", "-o", sparse, "--json", folder.file("e.json")});
        INFO(encoded.err);
        REQUIRE(encoded.status == 0);
        const Json cost = read_json(folder.file("e.json"));
        CHECK(cost["density"].get<double>() == Approx(0.1).margin(kind == "magnitude" ? 0.001 : 0.02));
        CHECK(cost["kept_magnitude"] == 1.0);
        REQUIRE(run_fracbit({"decode", "--model", sparse, "--out", folder.file("plain.h5")}).status == 0);
        const Json before = infer(folder, model), after = infer(folder, sparse);
        CHECK(before["accuracy"] == read_json(folder.file("result.json"))["test_accuracy"]);
        CHECK(before["accuracy"].get<double>() > 0.5);
        CHECK(after["predictions"] == before["predictions"]);
        CHECK(infer(folder, folder.file("plain.h5"))["predictions"] == before["predictions"]);
        const Json machine = infer(folder, sparse, {"--engine", "systemc", "--count", "2"});
        CHECK(machine["bit_exact"] == true);
    }
}

#endif

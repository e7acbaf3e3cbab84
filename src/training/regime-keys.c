/* The table of a regime's keys, and what can be said of one key: its name, what it allows, its values. */
#include "training/regime-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* In the order of DatasetAugmentLevel; custom comes after. */
static const char *const augment_levels[] = { "none", "weak", "strong", "custom", NULL };
static const char *const augment_level_titles[]
    = { N_ ("None"), N_ ("Weak"), N_ ("Strong"), N_ ("Custom"), NULL };
/* In the order of NetworkKind. */
static const char *const network_kinds[] = { "mlp", "cnn", "resnet", NULL };
static const char *const network_kind_titles[] = { N_ ("MLP"), N_ ("CNN"), N_ ("ResNet"), NULL };
static const char *const downsamplings[] = { "stride", "max-pool", NULL };
static const char *const downsampling_titles[] = { N_ ("Strided convolution"), N_ ("Max pooling"), NULL };
/* In the order of NetworkActivation. */
static const char *const activations[] = { "relu", "gelu", "tanh", NULL };
static const char *const activation_titles[] = { N_ ("ReLU"), N_ ("GELU"), N_ ("tanh"), NULL };
/* In the order of NetworkClassifier. */
static const char *const classifiers[] = { "learned", "etf", NULL };
static const char *const classifier_titles[] = { N_ ("Learned"), N_ ("Fixed simplex ETF"), NULL };
/* In the order of NetworkLossKind, then the contrastive ones. */
static const char *const loss_kinds[]
    = { "cross-entropy", "label-smoothing", "focal", "mse", "supcon", "simclr", NULL };
static const char *const loss_kind_titles[]
    = { N_ ("Cross-entropy"), N_ ("Label smoothing"), N_ ("Focal"), N_ ("Squared error"),
        N_ ("SupCon"),        N_ ("SimCLR"),          NULL };
static const char *const optimiser_kinds[] = { "sgd", "adam", "adamw", NULL };
static const char *const optimiser_kind_titles[] = { N_ ("SGD"), N_ ("Adam"), N_ ("AdamW"), NULL };
/* In the order of NetworkSchedule. */
static const char *const schedules[] = { "constant", "step", "cosine", NULL };
static const char *const schedule_titles[] = { N_ ("Constant"), N_ ("÷ 10 at ⅓, ⅔"), N_ ("Cosine"), NULL };
/* In the order of TransferMethod. */
static const char *const transfer_methods[] = { "probe", "layer", "scl", "full", "ridge", NULL };
static const char *const transfer_method_titles[]
    = { N_ ("Linear probe"), N_ ("Layer FT"), N_ ("SCL FT"), N_ ("Full FT"), N_ ("Ridge probe"), NULL };
static const char *const transfer_levels[] = { "none", "weak", "strong", NULL };
static const char *const transfer_level_titles[] = { N_ ("None"), N_ ("Weak"), N_ ("Strong"), NULL };

/* 2^53 - 1: every whole number up to here is a double too. */
#define LARGEST_SEED 9007199254740991.0

/* Characters of what a person wrote that a message repeats, and what stands there for control characters. */
#define EXCERPT 60
#define REPLACEMENT 0xFFFD

/* Defaults are science.md's good start for small networks, on the bundled data. */
static const RegimeKey keys[] = {
  { .group = "regime",
    .key = "name",
    .type = REGIME_TEXT,
    .title = N_ ("Name"),
    .help = N_ ("What this regime is called on screen and in records."),
    .fallback = "",
    .live = TRUE },
  { .group = "regime",
    .key = "about",
    .type = REGIME_TEXT,
    .title = N_ ("About"),
    .help = N_ ("What to look for while it trains."),
    .fallback = "" },
  { .group = "data",
    .key = "source",
    .type = REGIME_TEXT,
    .title = N_ ("Source"),
    .help
    = N_ ("The data set: bundled digits, one found on this machine, a synthetic one, or files of yours."),
    .fallback = "digits",
    .allowed = N_ ("digits, fashion-mnist, mnist, kmnist, omniglot, cifar-10, cifar-100, gaussian or a path "
                   "to files of yours") },
  { .group = "data",
    .key = "train",
    .type = REGIME_INTEGER,
    .title = N_ ("Training samples"),
    .help = N_ ("How many samples to train on, drawn evenly from the classes; 0 takes all."),
    .fallback = "0",
    .zero_title = N_ ("all"),
    .minimum = 0,
    .maximum = 10000000,
    .logarithmic = TRUE },
  { .group = "data",
    .key = "test",
    .type = REGIME_INTEGER,
    .title = N_ ("Test samples"),
    .help = N_ ("How many samples to test on; 0 takes all."),
    .fallback = "0",
    .zero_title = N_ ("all"),
    .minimum = 0,
    .maximum = 10000000,
    .logarithmic = TRUE },
  { .group = "data",
    .key = "labels",
    .type = REGIME_TEXT,
    .title = N_ ("Labels"),
    .help
    = N_ ("The data set's own classes, its coarse classes, or a grouping: classes joined by commas, groups "
          "parted by bars."),
    .fallback = "fine",
    .allowed = N_ ("fine, coarse or a grouping such as 0,2,4,6|1,3|5,7,9|8") },
  { .group = "data",
    .key = "classes",
    .type = REGIME_TEXT,
    .title = N_ ("Classes"),
    .help = N_ ("Only samples of these classes, numbered anew in order."),
    .fallback = "all",
    .allowed = N_ ("all or a list such as 0-4,7") },
  { .group = "data",
    .key = "imbalance",
    .type = REGIME_REAL,
    .title = N_ ("Imbalance"),
    .help = N_ ("How many times as many training samples the first class has as the last, falling by equal "
                "factors between; 1 leaves them as they are."),
    .fallback = "1",
    .minimum = 1,
    .maximum = 10000,
    .logarithmic = TRUE },
  { .group = "data",
    .key = "random-labels",
    .type = REGIME_REAL,
    .title = N_ ("Random labels"),
    .help = N_ ("Share of the training labels that are drawn anew at random; the test labels stay true."),
    .fallback = "0",
    .minimum = 0,
    .maximum = 1 },
  { .group = "data",
    .key = "gaussian-coarse",
    .type = REGIME_INTEGER,
    .title = N_ ("Coarse classes"),
    .help = N_ ("Coarse classes of the synthetic set."),
    .fallback = "3",
    .minimum = 1,
    .maximum = 1000,
    .logarithmic = TRUE,
    .only_with = "data.source=gaussian" },
  { .group = "data",
    .key = "gaussian-fine",
    .type = REGIME_INTEGER,
    .title = N_ ("Fine classes in each"),
    .help = N_ ("Fine classes in each of its coarse classes; at most 4096 in all."),
    .fallback = "3",
    .minimum = 1,
    .maximum = 1000,
    .logarithmic = TRUE,
    .only_with = "data.source=gaussian" },
  { .group = "data",
    .key = "gaussian-dimension",
    .type = REGIME_INTEGER,
    .title = N_ ("Dimension"),
    .help = N_ ("Numbers in each of its samples."),
    .fallback = "32",
    .minimum = 1,
    .maximum = 100000,
    .logarithmic = TRUE,
    .only_with = "data.source=gaussian" },
  { .group = "data",
    .key = "gaussian-samples",
    .type = REGIME_INTEGER,
    .title = N_ ("Samples of a class"),
    .help = N_ ("Its samples of each fine class to train on, and a quarter as many to test on."),
    .fallback = "100",
    .minimum = 1,
    .maximum = 1000000,
    .logarithmic = TRUE,
    .only_with = "data.source=gaussian" },
  { .group = "data",
    .key = "gaussian-coarse-spread",
    .type = REGIME_REAL,
    .title = N_ ("Spread of coarse classes"),
    .help = N_ ("Standard deviation of its coarse centres, in each dimension."),
    .fallback = "1",
    .minimum = 0,
    .maximum = 1000,
    .only_with = "data.source=gaussian" },
  { .group = "data",
    .key = "gaussian-fine-spread",
    .type = REGIME_REAL,
    .title = N_ ("Spread of fine classes"),
    .help = N_ ("Standard deviation of its fine centres around their coarse one."),
    .fallback = "0.6",
    .minimum = 0,
    .maximum = 1000,
    .only_with = "data.source=gaussian" },
  { .group = "data",
    .key = "gaussian-noise",
    .type = REGIME_REAL,
    .title = N_ ("Spread of samples"),
    .help = N_ ("Standard deviation of its samples around their fine centre."),
    .fallback = "1",
    .minimum = 0,
    .maximum = 1000,
    .only_with = "data.source=gaussian" },
  { .group = "augment",
    .key = "level",
    .type = REGIME_CHOICE,
    .title = N_ ("Level"),
    .help = N_ ("How far training samples are changed at random each time they are used: weak shifts images "
                "by up to a tenth of their side; strong shifts, turns and scales them, adds noise and cuts "
                "out a square; custom takes the strengths below."),
    .fallback = "none",
    .choices = augment_levels,
    .choice_titles = augment_level_titles,
    .live = TRUE },
  { .group = "augment",
    .key = "shift",
    .type = REGIME_REAL,
    .title = N_ ("Shift"),
    .help = N_ ("Most that an image is moved along each side, as a share of it, in whole pixels."),
    .fallback = "0",
    .zero_title = N_ ("none"),
    .minimum = 0,
    .maximum = 0.5,
    .only_with = "augment.level=custom",
    .live = TRUE },
  { .group = "augment",
    .key = "rotation",
    .type = REGIME_REAL,
    .title = N_ ("Rotation"),
    .help = N_ ("Most degrees that an image is turned, to either side."),
    .fallback = "0",
    .zero_title = N_ ("none"),
    .minimum = 0,
    .maximum = 180,
    .logarithmic = TRUE,
    .only_with = "augment.level=custom",
    .live = TRUE },
  { .group = "augment",
    .key = "scale",
    .type = REGIME_REAL,
    .title = N_ ("Scale"),
    .help = N_ ("Most that an image is enlarged or shrunk, as a share of its size."),
    .fallback = "0",
    .zero_title = N_ ("none"),
    .minimum = 0,
    .maximum = 0.9,
    .only_with = "augment.level=custom",
    .live = TRUE },
  { .group = "augment",
    .key = "noise",
    .type = REGIME_REAL,
    .title = N_ ("Noise"),
    .help = N_ ("Standard deviation of normal noise on every value, where that of the data is 1."),
    .fallback = "0",
    .zero_title = N_ ("none"),
    .minimum = 0,
    .maximum = 10,
    .only_with = "augment.level=custom",
    .live = TRUE },
  { .group = "augment",
    .key = "cutout",
    .type = REGIME_REAL,
    .title = N_ ("Cutout"),
    .help = N_ ("Side of a square that is blanked somewhere in an image, as a share of the image's side."),
    .fallback = "0",
    .zero_title = N_ ("none"),
    .minimum = 0,
    .maximum = 1,
    .only_with = "augment.level=custom",
    .live = TRUE },
  { .group = "augment",
    .key = "flip",
    .type = REGIME_REAL,
    .title = N_ ("Flip"),
    .help = N_ ("Probability that an image is mirrored left for right, at any level but none; digits and "
                "letters are something else then."),
    .fallback = "0",
    .zero_title = N_ ("never"),
    .minimum = 0,
    .maximum = 1,
    .only_with = "augment.level=weak,strong,custom",
    .live = TRUE },
  { .group = "augment",
    .key = "mixup",
    .type = REGIME_REAL,
    .title = N_ ("Mixup α"),
    .help = N_ ("Mixes the samples of a mini-batch, and their losses, in pairs by a share drawn from "
                "Beta(α, α), at any level but none; 1 draws all shares alike, smaller ones mix less."),
    .fallback = "0",
    .zero_title = N_ ("none"),
    .minimum = 0,
    .maximum = 10,
    .logarithmic = TRUE,
    .only_with = "augment.level=weak,strong,custom",
    .live = TRUE },
  { .group = "network",
    .key = "kind",
    .type = REGIME_CHOICE,
    .title = N_ ("Kind"),
    .help
    = N_ ("What network: mlp has fully connected blocks, cnn blocks of one convolution each, resnet residual "
          "blocks of two; the last two end in the mean over the pixels."),
    .fallback = "mlp",
    .choices = network_kinds,
    .choice_titles = network_kind_titles },
  { .group = "network",
    .key = "hidden",
    .type = REGIME_WIDTHS,
    .title = N_ ("Hidden layers"),
    .help = N_ ("Widths of the blocks before the features; empty for none."),
    .fallback = "128",
    .minimum = 1,
    .maximum = 8192,
    .only_with = "network.kind=mlp" },
  { .group = "network",
    .key = "feature",
    .type = REGIME_INTEGER,
    .title = N_ ("Feature width"),
    .help = N_ ("Width of the last block, whose output is the features; a simplex of K classes needs K − 1."),
    .fallback = "64",
    .minimum = 1,
    .maximum = 8192,
    .logarithmic = TRUE,
    .only_with = "network.kind=mlp" },
  { .group = "network",
    .key = "channels",
    .type = REGIME_WIDTHS,
    .title = N_ ("Channels"),
    .help
    = N_ ("Channels of each block of a cnn or resnet, the last of which are the features; a resnet's first "
          "block is a plain convolution."),
    .fallback = "16,32,64",
    .minimum = 1,
    .maximum = 2048,
    .only_with = "network.kind=cnn,resnet" },
  { .group = "network",
    .key = "strides",
    .type = REGIME_WIDTHS,
    .title = N_ ("Strides"),
    .help = N_ ("By what each of these blocks makes the image smaller, one for each; empty for all 1."),
    .fallback = "1,2,2",
    .minimum = 1,
    .maximum = 16,
    .only_with = "network.kind=cnn,resnet" },
  { .group = "network",
    .key = "kernels",
    .type = REGIME_WIDTHS,
    .title = N_ ("Kernels"),
    .help = N_ ("Side of each block's convolution, 1 or 3, one for each; empty for all 3."),
    .fallback = "",
    .minimum = 1,
    .maximum = 3,
    .only_with = "network.kind=cnn" },
  { .group = "network",
    .key = "downsampling",
    .type = REGIME_CHOICE,
    .title = N_ ("Smaller by"),
    .help = N_ ("What takes the strides: the convolution itself, or max pooling at the end of the block."),
    .fallback = "stride",
    .choices = downsamplings,
    .choice_titles = downsampling_titles,
    .only_with = "network.kind=cnn" },
  { .group = "network",
    .key = "batch-norm",
    .type = REGIME_BOOLEAN,
    .title = N_ ("Batch norm"),
    .help = N_ ("Normalise each block's output over the mini-batch; collapse goes deeper with it."),
    .fallback = "true" },
  { .group = "network",
    .key = "activation",
    .type = REGIME_CHOICE,
    .title = N_ ("Activation"),
    .help
    = N_ ("What ends each block, and so what values features can have: relu's are never negative, tanh's "
          "lie between −1 and 1."),
    .fallback = "relu",
    .choices = activations,
    .choice_titles = activation_titles },
  { .group = "network",
    .key = "dropout",
    .type = REGIME_REAL,
    .title = N_ ("Dropout"),
    .help = N_ ("Share of each block's outputs, the features too, that is set to 0 while training."),
    .fallback = "0",
    .zero_title = N_ ("none"),
    .minimum = 0,
    .maximum = 0.95 },
  { .group = "network",
    .key = "classifier",
    .type = REGIME_CHOICE,
    .title = N_ ("Classifier"),
    .help
    = N_ ("Learned, or fixed from the start to a simplex ETF of unit vectors without bias (etf), which only "
          "the features can move to."),
    .fallback = "learned",
    .choices = classifiers,
    .choice_titles = classifier_titles,
    .only_with = "loss.kind=cross-entropy,label-smoothing,focal,mse" },
  { .group = "network",
    .key = "weights",
    .type = REGIME_TEXT,
    .title = N_ ("Weights"),
    .help = N_ ("A safetensors file, named as PyTorch would, whose weights are the start instead of drawn "
                "ones: all of "
                "the blocks must be there; head and classifier are taken where they fit, else drawn."),
    .fallback = "",
    .allowed = N_ ("a path to a .safetensors file, or nothing") },
  { .group = "head",
    .key = "layers",
    .type = REGIME_INTEGER,
    .title = N_ ("Layers"),
    .help = N_ (
        "Layers of a projection head between features and classifier (or contrastive loss), which is thrown "
        "away at transfer; each is linear, batch norm and ReLU, a contrastive loss's last linear alone."),
    .fallback = "0",
    .zero_title = N_ ("none"),
    .minimum = 0,
    .maximum = 5 },
  { .group = "head",
    .key = "width",
    .type = REGIME_INTEGER,
    .title = N_ ("Width"),
    .help = N_ ("Outputs of each of the head's layers."),
    .fallback = "128",
    .minimum = 1,
    .maximum = 8192,
    .logarithmic = TRUE,
    .only_with = "head.layers=1,2,3,4,5" },
  { .group = "loss",
    .key = "kind",
    .type = REGIME_CHOICE,
    .title = N_ ("Kind"),
    .help = N_ (
        "What is made small: cross-entropy, also against smoothed labels or weighted towards samples "
        "that are still hard (focal), or half the squared distance of the logits to the one-hot label "
        "(mse, which wants a smaller learning rate); or contrastive losses that draw together two augmented "
        "views of a sample and, by its label, its class (supcon), or no others (simclr, which sees no "
        "labels)."),
    .fallback = "cross-entropy",
    .choices = loss_kinds,
    .choice_titles = loss_kind_titles },
  { .group = "loss",
    .key = "smoothing",
    .type = REGIME_REAL,
    .title = N_ ("Smoothing"),
    .help = N_ ("Share of each label that is spread evenly over all classes."),
    .fallback = "0.1",
    .minimum = 0,
    .maximum = 0.99,
    .only_with = "loss.kind=label-smoothing" },
  { .group = "loss",
    .key = "focus",
    .type = REGIME_REAL,
    .title = N_ ("Focusing γ"),
    .help = N_ ("How much less a sample counts the surer its class is; 0 is cross-entropy."),
    .fallback = "2",
    .minimum = 0,
    .maximum = 10,
    .only_with = "loss.kind=focal" },
  { .group = "loss",
    .key = "temperature",
    .type = REGIME_REAL,
    .title = N_ ("Temperature"),
    .help = N_ ("What the cosines between views are divided by; the smaller, the more the nearest count."),
    .fallback = "0.1",
    .minimum = 0.01,
    .maximum = 100,
    .logarithmic = TRUE,
    .only_with = "loss.kind=supcon,simclr" },
  { .group = "optimiser",
    .key = "kind",
    .type = REGIME_CHOICE,
    .title = N_ ("Kind"),
    .help
    = N_ ("How the weights move: sgd has momentum and coupled weight decay, adam steps of even size and "
          "coupled decay, adamw decoupled decay; the two want a learning rate near 0.001."),
    .fallback = "sgd",
    .choices = optimiser_kinds,
    .choice_titles = optimiser_kind_titles },
  { .group = "optimiser",
    .key = "learning-rate",
    .type = REGIME_REAL,
    .title = N_ ("Learning rate"),
    .help = N_ ("Step size, before the schedule's factor."),
    .fallback = "0.05",
    .minimum = 0,
    .maximum = 1000,
    .above_minimum = TRUE,
    .logarithmic = TRUE,
    .live = TRUE },
  { .group = "optimiser",
    .key = "momentum",
    .type = REGIME_REAL,
    .title = N_ ("Momentum"),
    .help = N_ ("Share of the last step that is kept."),
    .fallback = "0.9",
    .minimum = 0,
    .maximum = 0.9999,
    .only_with = "optimiser.kind=sgd" },
  { .group = "optimiser",
    .key = "nesterov",
    .type = REGIME_BOOLEAN,
    .title = N_ ("Nesterov"),
    .help = N_ ("Momentum that looks one step ahead."),
    .fallback = "false",
    .only_with = "optimiser.kind=sgd" },
  { .group = "optimiser",
    .key = "beta1",
    .type = REGIME_REAL,
    .title = N_ ("β₁"),
    .help = N_ ("Share of the gradient's moving mean that is kept."),
    .fallback = "0.9",
    .minimum = 0,
    .maximum = 0.9999,
    .only_with = "optimiser.kind=adam,adamw" },
  { .group = "optimiser",
    .key = "beta2",
    .type = REGIME_REAL,
    .title = N_ ("β₂"),
    .help = N_ ("Share of the squared gradient's moving mean that is kept."),
    .fallback = "0.999",
    .minimum = 0,
    .maximum = 0.999999,
    .only_with = "optimiser.kind=adam,adamw" },
  { .group = "optimiser",
    .key = "weight-decay",
    .type = REGIME_REAL,
    .title = N_ ("Weight decay"),
    .help
    = N_ ("Pull of every weight towards 0, added to its gradient (adamw: apart from it); without it NC2 and "
          "NC3 do not arrive."),
    .fallback = "0.0005",
    .minimum = 0,
    .maximum = 1,
    .logarithmic = TRUE,
    .live = TRUE },
  { .group = "optimiser",
    .key = "schedule",
    .type = REGIME_CHOICE,
    .title = N_ ("Schedule"),
    .help
    = N_ ("How the learning rate falls: not at all, by 10 at ⅓ and ⅔ of the epochs, or along a cosine."),
    .fallback = "cosine",
    .choices = schedules,
    .choice_titles = schedule_titles },
  { .group = "optimiser",
    .key = "warm-up",
    .type = REGIME_INTEGER,
    .title = N_ ("Warm-up"),
    .help = N_ ("Epochs in which the learning rate rises evenly from 0; the schedule's factor comes on top."),
    .fallback = "0",
    .zero_title = N_ ("none"),
    .minimum = 0,
    .maximum = 1000 },
  { .group = "optimiser",
    .key = "clip",
    .type = REGIME_REAL,
    .title = N_ ("Gradient clipping"),
    .help = N_ ("Longest gradient over all weights; longer ones are shortened to it; 0 for no limit."),
    .fallback = "0",
    .zero_title = N_ ("none"),
    .minimum = 0,
    .maximum = 1e6,
    .logarithmic = TRUE },
  { .group = "optimiser",
    .key = "batch",
    .type = REGIME_INTEGER,
    .title = N_ ("Batch size"),
    .help = N_ ("Samples in a mini-batch."),
    .fallback = "128",
    .minimum = 1,
    .maximum = 65536,
    .logarithmic = TRUE },
  { .group = "run",
    .key = "epochs",
    .type = REGIME_INTEGER,
    .title = N_ ("Epochs"),
    .help = N_ ("Passes over the training samples."),
    .fallback = "200",
    .minimum = 1,
    .maximum = 100000,
    .logarithmic = TRUE },
  { .group = "run",
    .key = "seed",
    .type = REGIME_INTEGER,
    .title = N_ ("Seed"),
    .help
    = N_ ("Determines weights, order and drawn samples; the same seed gives the same run to the last bit."),
    .fallback = "1",
    .minimum = 0,
    .maximum = LARGEST_SEED },
  { .group = "run",
    .key = "metrics-every",
    .type = REGIME_INTEGER,
    .title = N_ ("Measure every"),
    .help
    = N_ ("Epochs between two records of loss, error and metrics; the first and last are always there."),
    .fallback = "1",
    .minimum = 1,
    .maximum = 1000,
    .logarithmic = TRUE },
  { .group = "run",
    .key = "spectra-every",
    .type = REGIME_INTEGER,
    .title = N_ ("Spectra every"),
    .help
    = N_ ("Epochs between the costlier metrics of second moments (VCI, numerical and stable rank); 0 for "
          "never."),
    .fallback = "10",
    .zero_title = N_ ("never"),
    .minimum = 0,
    .maximum = 1000,
    .logarithmic = TRUE },
  { .group = "transfer",
    .key = "target",
    .type = REGIME_TEXT,
    .title = N_ ("Target"),
    .help
    = N_ ("The downstream data set; nothing for that of data.source. Images of another size are resized to "
          "the source's; all are centred and scaled as the source was, which belongs to the network."),
    .fallback = "",
    .allowed = N_ ("what data.source may be, or nothing") },
  { .group = "transfer",
    .key = "train",
    .type = REGIME_INTEGER,
    .title = N_ ("Training samples"),
    .help
    = N_ ("How many of its training samples there are to draw from and to measure NC1 on; 0 takes all."),
    .fallback = "0",
    .zero_title = N_ ("all"),
    .minimum = 0,
    .maximum = 10000000,
    .logarithmic = TRUE },
  { .group = "transfer",
    .key = "test",
    .type = REGIME_INTEGER,
    .title = N_ ("Test samples"),
    .help = N_ ("How many of its test samples to test on; 0 takes all."),
    .fallback = "0",
    .zero_title = N_ ("all"),
    .minimum = 0,
    .maximum = 10000000,
    .logarithmic = TRUE },
  { .group = "transfer",
    .key = "labels",
    .type = REGIME_TEXT,
    .title = N_ ("Labels"),
    .help = N_ ("The downstream labels, as data.labels."),
    .fallback = "fine",
    .allowed = N_ ("fine, coarse or a grouping such as 0,2,4,6|1,3|5,7,9|8") },
  { .group = "transfer",
    .key = "classes",
    .type = REGIME_TEXT,
    .title = N_ ("Classes"),
    .help = N_ ("Only downstream samples of these classes, as data.classes."),
    .fallback = "all",
    .allowed = N_ ("all or a list such as 0-4,7") },
  { .group = "transfer",
    .key = "method",
    .type = REGIME_CHOICE,
    .title = N_ ("Method"),
    .help
    = N_ ("What is trained: a new classifier alone (probe; ridge is a linear one too, in closed form, on "
          "the block's output), it and one block (layer), these with the block's output added to the "
          "features (scl), or everything (full)."),
    .fallback = "probe",
    .choices = transfer_methods,
    .choice_titles = transfer_method_titles },
  { .group = "transfer",
    .key = "block",
    .type = REGIME_INTEGER,
    .title = N_ ("Block"),
    .help = N_ ("Which block is tuned, or read by ridge, counted from 1 as it is passed."),
    .fallback = "0",
    .zero_title = N_ ("the last"),
    .minimum = 0,
    .maximum = REGIME_MAX_WIDTHS + 1,
    .only_with = "transfer.method=layer,scl,ridge" },
  { .group = "transfer",
    .key = "shots",
    .type = REGIME_INTEGER,
    .title = N_ ("Shots"),
    .help = N_ ("Samples of each class to tune on; the seed draws them, alike for every method."),
    .fallback = "0",
    .zero_title = N_ ("all"),
    .minimum = 0,
    .maximum = 1000000,
    .logarithmic = TRUE },
  { .group = "transfer",
    .key = "epochs",
    .type = REGIME_INTEGER,
    .title = N_ ("Epochs"),
    .help
    = N_ ("Passes over the samples to tune on; few samples, which make few mini-batches, want more of them."),
    .fallback = "30",
    .minimum = 1,
    .maximum = 100000,
    .logarithmic = TRUE },
  { .group = "transfer",
    .key = "optimiser",
    .type = REGIME_CHOICE,
    .title = N_ ("Optimiser"),
    .help = N_ ("How the weights move, with a momentum of 0.9 and along a cosine."),
    .fallback = "sgd",
    .choices = optimiser_kinds,
    .choice_titles = optimiser_kind_titles },
  { .group = "transfer",
    .key = "learning-rate",
    .type = REGIME_REAL,
    .title = N_ ("Learning rate"),
    .help = N_ ("Step size, before the schedule's factor."),
    .fallback = "0.05",
    .minimum = 0,
    .maximum = 1000,
    .above_minimum = TRUE,
    .logarithmic = TRUE },
  { .group = "transfer",
    .key = "weight-decay",
    .type = REGIME_REAL,
    .title = N_ ("Weight decay"),
    .help = N_ ("Pull of every weight that is tuned towards 0."),
    .fallback = "0.0005",
    .minimum = 0,
    .maximum = 1,
    .logarithmic = TRUE },
  { .group = "transfer",
    .key = "batch",
    .type = REGIME_INTEGER,
    .title = N_ ("Batch size"),
    .help = N_ ("Samples in a mini-batch; all of them where there are fewer."),
    .fallback = "64",
    .minimum = 2,
    .maximum = 65536,
    .logarithmic = TRUE },
  { .group = "transfer",
    .key = "augment",
    .type = REGIME_CHOICE,
    .title = N_ ("Augmentation"),
    .help = N_ ("How far samples are changed at random while tuning, as augment.level. Without it the blocks "
                "before the first that is tuned are passed once for all epochs."),
    .fallback = "none",
    .choices = transfer_levels,
    .choice_titles = transfer_level_titles },
  { .group = "transfer",
    .key = "seed",
    .type = REGIME_INTEGER,
    .title = N_ ("Seed"),
    .help = N_ ("Determines which samples are drawn, their order and the new classifier's first weights."),
    .fallback = "1",
    .minimum = 0,
    .maximum = LARGEST_SEED },
  { .group = "transfer",
    .key = "metrics-every",
    .type = REGIME_INTEGER,
    .title = N_ ("Measure every"),
    .help
    = N_ ("Epochs between two records of loss, error and metrics, all of them of all the task's samples; the "
          "first and last are always there. What the fine-tuning comes to does not depend on it."),
    .fallback = "0",
    .zero_title = N_ ("before and after alone"),
    .minimum = 0,
    .maximum = 1000,
    .logarithmic = TRUE },
};

const RegimeKey *
regime_keys (gsize *n_keys)
{
  *n_keys = G_N_ELEMENTS (keys);
  return keys;
}

gint
regime_key_index (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    gsize length = strlen (keys[i].group);
    if (strncmp (name, keys[i].group, length) == 0 && name[length] == '.'
        && strcmp (name + length + 1, keys[i].key) == 0)
      return (gint)i;
  }
  return -1;
}

const RegimeKey *
regime_key_find (const char *name)
{
  gint index = regime_key_index (name);
  return index < 0 ? NULL : &keys[index];
}

char *
regime_key_name (const RegimeKey *key)
{
  return g_strdup_printf ("%s.%s", key->group, key->key);
}

gboolean
regime_key_is_live (const RegimeKey *key)
{
  return key->live && !g_str_equal (key->group, "regime");
}

gboolean
regime_key_applies (const RegimeKey *key, const Regime *regime)
{
  if (key->only_with == NULL)
    return TRUE;
  g_auto (GStrv) parts = g_strsplit (key->only_with, "=", 2);
  g_auto (GStrv) values = g_strsplit (parts[1], ",", -1);
  return g_strv_contains ((const char *const *)values, regime_get (regime, parts[0]));
}

/* As few digits as read back as the same value, in the form a regime file has: 0.05, 1000, 1e-07. */
static char *
shortest_real (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  for (int digits = 6; digits <= 17; digits++) { /* %g leaves out zeros at the end */
    char format[8];
    g_snprintf (format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd (text, sizeof text, format, value);
    if (g_ascii_strtod (text, NULL) == value)
      break;
  }
  return g_strdup (text);
}

/* A real key's range as it is to be typed, whatever the locale. */
static char *
allowed_real (const RegimeKey *key)
{
  g_autofree char *minimum = shortest_real (key->minimum), *maximum = shortest_real (key->maximum);
  return g_strdup_printf (key->above_minimum ? _ ("a number above %s, up to %s")
                                             : _ ("a number from %s to %s"),
                          minimum, maximum);
}

char *
regime_key_allowed (const RegimeKey *key)
{
  switch (key->type) {
  case REGIME_INTEGER:
    return g_strdup_printf (_ ("a whole number from %.0f to %.0f"), key->minimum, key->maximum);
  case REGIME_REAL:
    return allowed_real (key);
  case REGIME_BOOLEAN:
    return g_strdup (_ ("true or false"));
  case REGIME_CHOICE: {
    g_autofree char *list = g_strjoinv (", ", (char **)key->choices);
    return key->choices[1] == NULL ? g_steal_pointer (&list) : g_strdup_printf (_ ("one of %s"), list);
  }
  case REGIME_WIDTHS:
    return g_strdup_printf (_ ("at most %d whole numbers from %.0f to %.0f, separated by commas, or nothing"),
                            REGIME_MAX_WIDTHS, key->minimum, key->maximum);
  case REGIME_TEXT:
    return key->allowed != NULL
               ? g_strdup (_ (key->allowed))
               : g_strdup_printf (_ ("any text without control characters, at most %d bytes"),
                                  REGIME_MAX_TEXT);
  }
  g_return_val_if_reached (NULL);
}

/* Each reader below returns the canonical text, or NULL when the value is not allowed. */

static char *
parse_integer (const RegimeKey *key, const char *text)
{
  gint64 value;
  if (!g_ascii_string_to_signed (text, 10, (gint64)key->minimum, (gint64)key->maximum, &value, NULL))
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

static char *
parse_real (const RegimeKey *key, const char *text)
{
  char *end;
  double value = g_ascii_strtod (text, &end);
  /* The set of characters keeps out "nan", "inf" and hexadecimal. */
  if (end == text || *end != '\0' || strspn (text, "0123456789+-.eE") != strlen (text) || !isfinite (value))
    return NULL;
  if (value < key->minimum || value > key->maximum || (key->above_minimum && value == key->minimum))
    return NULL;
  return shortest_real (value == 0 ? 0 : value);
}

static char *
parse_boolean (const char *text)
{
  if (g_str_equal (text, "true") || g_str_equal (text, "1"))
    return g_strdup ("true");
  if (g_str_equal (text, "false") || g_str_equal (text, "0"))
    return g_strdup ("false");
  return NULL;
}

static char *
parse_widths (const RegimeKey *key, const char *text)
{
  if (*text == '\0')
    return g_strdup ("");
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  if (g_strv_length (words) > REGIME_MAX_WIDTHS)
    return NULL;
  for (char **word = words; *word != NULL; word++) {
    char *width = parse_integer (key, g_strstrip (*word));
    if (width == NULL)
      return NULL;
    g_free (*word);
    *word = width;
  }
  return g_strjoinv (",", words);
}

/* No control characters but the blank ones: texts are told in terminals. */
static char *
parse_text (const RegimeKey *key, const char *text)
{
  if (!g_utf8_validate (text, -1, NULL) || strlen (text) > REGIME_MAX_TEXT)
    return NULL;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)) && *c != '\n' && *c != '\t')
      return NULL;
  if (*text == '\0' && *key->fallback != '\0')
    return NULL;
  return g_strdup (text);
}

char *
regime_key_parse (const RegimeKey *key, const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  char *value = NULL;
  switch (key->type) {
  case REGIME_INTEGER:
    value = parse_integer (key, stripped);
    break;
  case REGIME_REAL:
    value = parse_real (key, stripped);
    break;
  case REGIME_BOOLEAN:
    value = parse_boolean (stripped);
    break;
  case REGIME_CHOICE:
    value = g_strv_contains (key->choices, stripped) ? g_strdup (stripped) : NULL;
    break;
  case REGIME_WIDTHS:
    value = parse_widths (key, stripped);
    break;
  case REGIME_TEXT:
    value = parse_text (key, stripped);
    break;
  }
  if (value == NULL) {
    g_autofree char *allowed = regime_key_allowed (key);
    g_autofree char *shown = regime_excerpt (stripped);
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_BAD_VALUE, _ ("%s.%s cannot be “%s”; allowed is %s"),
                 key->group, key->key, shown, allowed);
  }
  return value;
}

char *
regime_excerpt (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *excerpt = g_string_new (NULL);
  const char *c = valid;
  for (guint i = 0; *c != '\0' && i < EXCERPT; i++, c = g_utf8_next_char (c)) {
    gunichar character = g_utf8_get_char (c);
    g_string_append_unichar (excerpt, g_unichar_iscntrl (character) ? REPLACEMENT : character);
  }
  if (*c != '\0')
    g_string_append (excerpt, "…");
  return g_string_free (excerpt, FALSE);
}

/* Levenshtein's distance. */
static guint
edit_distance (const char *a, const char *b)
{
  gsize n = strlen (b);
  g_autofree guint *row = g_new (guint, n + 1);
  for (gsize j = 0; j <= n; j++)
    row[j] = (guint)j;
  for (gsize i = 1; a[i - 1] != '\0'; i++) {
    guint diagonal = row[0];
    row[0] = (guint)i;
    for (gsize j = 1; j <= n; j++) {
      guint change = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = MIN (change, MIN (row[j - 1], row[j]) + 1);
    }
  }
  return row[n];
}

const char *
regime_nearest (const char *word, const char *const *candidates, gsize n)
{
  const char *nearest = NULL;
  if (strlen (word) > 100)
    return NULL;
  guint least = (guint)MAX (strlen (word) / 3, 2) + 1;
  for (gsize i = 0; i < n; i++) {
    guint distance = edit_distance (word, candidates[i]);
    if (distance < least) {
      least = distance;
      nearest = candidates[i];
    }
  }
  return nearest;
}

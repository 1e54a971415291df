package io.rpcboot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which package may know which, and what Spring Boot asks of auto-configurations.
 */
class ArchitectureTests {

	private static final String BASE = "io.rpcboot";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
		.importPackages(BASE);

	// what every package may use
	private static final List<String> JDK = List.of("java..", "javax..", "jdk.net..", "org.jspecify..");

	private static final List<String> LOGGING = List.of("org.apache.commons.logging..");

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					wire          |                                     |
					pickle        | wire                                |
					message       | wire pickle                         | tools.jackson.. com.fasterxml.jackson.annotation..
					function      | message                             |
					server        | wire message                        |
					observation   | wire message server client          | io.micrometer..
					context       | message function server client      | org.springframework.. reactor.core.. jakarta.validation..
					client        | wire message                        |
					zeromq        | wire message server client          | org.zeromq.. zmq.. com.neilalexander.jnacl..
					openrpc       | message function server             | tools.jackson.. com.github.victools.. com.fasterxml.classmate..
					actuate       | message function server client      | org.springframework..
					""")
	void whenPackageUsesAnotherThenTheArrowIsDrawn(String name, String packages, String libraries) {
		Stream<String> own = Stream.concat(Stream.of(name), words(packages)).map((used) -> BASE + "." + used);
		String[] allowed = Stream.of(JDK.stream(), LOGGING.stream(), Stream.of(BASE), own, words(libraries))
			.flatMap((part) -> part)
			.toArray(String[]::new);
		ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(BASE + "." + name)
			.should()
			.onlyDependOnClassesThat(resideIn(allowed))
			.because("arrows between packages go one way, and libraries stay where they are needed")
			.check(CLASSES);
	}

	@Test
	void whenEverybodyUsesTheBasePackageThenItUsesNobody() {
		ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(BASE)
			.should()
			.onlyDependOnClassesThat(resideIn("java..", "org.jspecify..", BASE))
			.because("annotations and exceptions are in the code of users, who may have nothing else")
			.check(CLASSES);
	}

	@Test
	void whenPackageIsTheOutermostThenNobodyUsesIt() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(BASE + ".autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(BASE + ".autoconfigure")
			.because("properties stop at the door")
			.check(CLASSES);
	}

	@Test
	void whenPackagesAreListedThenNoneIsForgotten() {
		assertThat(CLASSES).extracting(JavaClass::getPackageName)
			.as("a new package needs its line in the table of arrows above")
			.containsOnly(BASE, BASE + ".wire", BASE + ".message", BASE + ".function", BASE + ".server",
					BASE + ".client", BASE + ".pickle", BASE + ".observation", BASE + ".openrpc", BASE + ".context",
					BASE + ".actuate", BASE + ".zeromq", BASE + ".autoconfigure");
	}

	@Test
	void whenPackagesUseEachOtherThenThereIsNoCycle() {
		SlicesRuleDefinition.slices()
			.matching(BASE + ".(*)..")
			.should()
			.beFreeOfCycles()
			.because("packages that need each other are one package")
			.check(CLASSES);
	}

	@Test
	void whenPackageHasTypesThenItIsNullMarked() {
		assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
			.as("null is a type: NullAway checks marked packages only")
			.allMatch((type) -> type.isAnnotatedWith(NullMarked.class));
	}

	@Test
	void whenCodeRunsAnywhereThenItDoesNotDependOnTheLocale() {
		ArchRuleDefinition.noClasses()
			.should()
			.callMethod(String.class, "toLowerCase")
			.orShould()
			.callMethod(String.class, "toUpperCase")
			.because("a Turkish i is another one: use " + Locale.class.getSimpleName() + ".ROOT")
			.check(CLASSES);
	}

	@Test
	void whenStreamIsCollectedThenTheListCannotBeChanged() {
		ArchRuleDefinition.noClasses()
			.should()
			.callMethod(Collectors.class, "toList")
			.because("Stream.toList() gives a list that nobody can change")
			.check(CLASSES);
	}

	@Test
	void whenClassIsAnAutoConfigurationThenItIsPublicAndFinalAndNamedSo() {
		ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.because("others order theirs by these classes, and nobody extends them")
			.check(CLASSES);
	}

	@Test
	void whenClassIsAnAutoConfigurationThenNothingInItIsPublic() {
		ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should(haveNo("public members",
					(type) -> type.getMembers()
						.stream()
						.filter((member) -> !(member instanceof JavaConstructor))
						.anyMatch((member) -> member.getModifiers().contains(JavaModifier.PUBLIC))))
			.because("an auto-configuration is no API")
			.check(CLASSES);
	}

	@Test
	void whenClassIsAnAutoConfigurationThenItIsListed() {
		Set<String> annotated = CLASSES.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.collect(Collectors.toSet());
		List<String> listed = ImportCandidates.load(AutoConfiguration.class, null)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith(BASE))
			.toList();
		assertThat(listed).as("Boot knows what is in the list only, and people find what is sorted")
			.isSorted()
			.containsExactlyInAnyOrderElementsOf(annotated);
	}

	@Test
	void whenAutoConfigurationsAreOrderedThenOptionalOnesAreGivenByName() {
		List<String> present = List.of(BASE, "org.springframework.boot.autoconfigure",
				"org.springframework.boot.jackson");
		ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should(haveNo("order by classes of optional dependencies", (type) -> {
				AutoConfiguration order = type.getAnnotationOfType(AutoConfiguration.class);
				return Stream.concat(Arrays.stream(order.after()), Arrays.stream(order.before()))
					.anyMatch((other) -> present.stream().noneMatch(other.getName()::startsWith));
			}))
			.because("a class that may be absent cannot be a value of an annotation")
			.check(CLASSES);
		ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should(haveNo("order by names of required dependencies", (type) -> {
				AutoConfiguration order = type.getAnnotationOfType(AutoConfiguration.class);
				return Stream.concat(Arrays.stream(order.afterName()), Arrays.stream(order.beforeName()))
					.anyMatch((other) -> present.stream().anyMatch(other::startsWith));
			}))
			.because("the compiler checks a class, and nobody a name")
			.check(CLASSES);
	}

	@Test
	void whenConfigurationIsOursThenItsBeanMethodsAreNotIntercepted() {
		ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(Configuration.class)
			.should(haveNo("proxied bean methods",
					(type) -> type.getAnnotationOfType(Configuration.class).proxyBeanMethods()))
			.because("no bean method calls another one, and a subclass costs time at every start")
			.check(CLASSES);
	}

	@Test
	void whenBeanDependsOnAnOptionalClassThenItsConfigurationIsIsolated() {
		ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.should()
			.notBeAnnotatedWith(ConditionalOnClass.class)
			.because("the method's signature is loaded before its condition is evaluated")
			.check(CLASSES);
	}

	@Test
	void whenBeanBacksOffThenItsTypeIsNotRepeated() {
		ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(ConditionalOnMissingBean.class)
			.should(methodsHaveNo("condition with the type that the method returns",
					(method) -> Arrays.stream(method.getAnnotationOfType(ConditionalOnMissingBean.class).value())
						.anyMatch((type) -> method.getRawReturnType().isEquivalentTo(type))))
			.because("it is the default, and would not follow a change")
			.check(CLASSES);
	}

	@Test
	void whenBeanIsAPostProcessorThenNothingIsMadeForIt() {
		ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and(returning(BeanPostProcessor.class))
			.should(methodsHaveNo("instance, or parameter that makes a bean",
					(method) -> !isStatic(method)
							|| method.getParameters().stream().anyMatch((parameter) -> !isHarmless(parameter))))
			.because("beans that are made for a post-processor are not processed by the others")
			.check(CLASSES);
	}

	@Test
	void whenBeanIsAFactoryPostProcessorThenItNeedsTheEnvironmentAtMost() {
		ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and(returning(BeanFactoryPostProcessor.class))
			.should(methodsHaveNo("instance, or parameter beside the environment",
					(method) -> !isStatic(method) || method.getRawParameterTypes()
						.stream()
						.anyMatch((type) -> !type.isEquivalentTo(Environment.class))))
			.because("there are no beans yet")
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void whenClassIsAConditionThenItIsNotPublic() {
		ArchRuleDefinition.classes()
			.that()
			.areAssignableTo(Condition.class)
			.should()
			.notBePublic()
			.because("a condition is a detail of its auto-configuration")
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	private static Stream<String> words(String text) {
		return (text != null) ? Arrays.stream(text.split(" ")) : Stream.empty();
	}

	private static DescribedPredicate<JavaClass> resideIn(String... packages) {
		return JavaClass.Predicates.resideInAnyPackage(packages)
			.or(DescribedPredicate.describe("are primitive", (type) -> type.getBaseComponentType().isPrimitive()));
	}

	private static DescribedPredicate<JavaMethod> returning(Class<?> type) {
		return DescribedPredicate.describe("return a " + type.getSimpleName(),
				(method) -> method.getRawReturnType().isAssignableTo(type));
	}

	private static boolean isStatic(JavaMethod method) {
		return method.getModifiers().contains(JavaModifier.STATIC);
	}

	private static boolean isHarmless(JavaParameter parameter) {
		JavaClass type = parameter.getRawType();
		return Stream.of(ObjectProvider.class, ApplicationContext.class, Environment.class)
			.anyMatch(type::isAssignableTo) || parameter.isAnnotatedWith(Lazy.class)
				|| (type.isAnnotatedWith(Role.class)
						&& type.getAnnotationOfType(Role.class).value() == BeanDefinition.ROLE_INFRASTRUCTURE);
	}

	private static ArchCondition<JavaClass> haveNo(String what, Predicate<JavaClass> violation) {
		return condition(what, violation);
	}

	private static ArchCondition<JavaMethod> methodsHaveNo(String what, Predicate<JavaMethod> violation) {
		return condition(what, violation);
	}

	private static <T> ArchCondition<T> condition(String what, Predicate<T> violation) {
		return new ArchCondition<>("have no " + what) {

			@Override
			public void check(T item, ConditionEvents events) {
				boolean violated = violation.test(item);
				events.add(new SimpleConditionEvent(item, !violated, item + (violated ? " has " : " has no ") + what));
			}

		};
	}

}
